package app;

import io.retrykit.Retry;
import io.retrykit.call.AttemptRefusedException;
import io.retrykit.config.Policies;
import io.retrykit.extension.Extensions;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.spi.GuardProvider;
import io.retrykit.time.VirtualTimebase;
import java.nio.file.Path;

/** Makes calls to a server that is down, by policies from a file, without naming what they are guarded by. */
public final class Main {
  private static int attempts;

  /** Argument: the file. */
  public static void main(String[] arguments) throws Exception {
    System.out.println("module: " + Main.class.getModule().getName());
    System.out.println("guards: " + Extensions.names(GuardProvider.class));
    Policies policies = Policies.load(Path.of(arguments[0]));
    for (String name : policies.names()) {
      call(name, policies.get(name));
    }
  }

  private static void call(String name, RetryPolicy policy) {
    attempts = 0;
    String end = "";
    try {
      Retry.with(policy.toBuilder().maxAttempts(5).timebase(VirtualTimebase.create()).build()).call(() -> {
        attempts++;
        throw new Down();
      });
    } catch (AttemptRefusedException refused) {
      end = ", then refused by " + refused.guard() + ": " + refused.reason();
    } catch (Down expected) {
      // the last attempt's own
    }
    System.out.println(name + ": " + attempts + " attempts" + end);
  }
}

package app;

import hidden.Unseen;
import io.retrykit.Retry;
import io.retrykit.call.AttemptRefusedException;
import io.retrykit.config.Policies;
import io.retrykit.extension.Extensions;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.spi.BudgetProvider;
import io.retrykit.spi.ClassifierProvider;
import io.retrykit.spi.GuardProvider;
import io.retrykit.spi.PolicyProvider;
import io.retrykit.time.VirtualTimebase;
import java.time.Duration;
import java.util.Properties;

/** Prints what there is, and makes calls that are refused with 429 and Retry-After: 7, without naming what sees to that. */
public final class Main {
  private static int attempts;

  /** Arguments: lines of configuration, as key=value. */
  public static void main(String[] configuration) {
    System.out.println("module: " + Main.class.getModule().getName());
    System.out.println("classifiers: " + Extensions.names(ClassifierProvider.class));
    System.out.println("guards: " + Extensions.names(GuardProvider.class));
    System.out.println("budgets: " + Extensions.names(BudgetProvider.class));
    System.out.println("policies: " + Extensions.names(PolicyProvider.class));

    Properties properties = new Properties();
    for (String line : configuration) {
      properties.setProperty(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
    }
    Policies policies = Policies.from(properties);
    for (String name : policies.names()) {
      call(name, policies.get(name), new Refused());
    }
    RetryPolicy plain = RetryPolicy.builder().name("plain").build();
    call("plain", plain, new Refused());
    call("without discovery", plain.toBuilder().discovery(false).build(), new Refused());
    call("not exported", plain, new Unseen());
    call("preset", Policies.none().get("rate-limit"), new Refused());
  }

  private static void call(String name, RetryPolicy policy, RuntimeException failure) {
    attempts = 0;
    VirtualTimebase time = VirtualTimebase.create();
    String end = "";
    try {
      Retry.with(policy.toBuilder().timebase(time).build()).call(() -> {
        attempts++;
        throw failure;
      });
    } catch (AttemptRefusedException refused) {
      end = ", then refused by " + refused.guard();
    } catch (RuntimeException thrown) {
      end = thrown == failure ? "" : ", then " + thrown;
    }
    Duration hint = Duration.ofSeconds(7);
    boolean hinted = !time.sleeps().isEmpty()
        && time.sleeps().stream().allMatch(pause -> pause.compareTo(hint) >= 0);
    System.out.println(name + ": " + attempts + " attempts" + (hinted ? " as far apart as asked" : "") + end);
  }
}

package app;

import io.retrykit.Retry;
import io.retrykit.config.Policies;
import io.retrykit.extension.Extensions;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.spi.BudgetProvider;
import io.retrykit.spi.ClassifierProvider;
import io.retrykit.spi.GuardProvider;
import io.retrykit.spi.ListenerProvider;
import io.retrykit.spi.PolicyProvider;
import io.retrykit.time.VirtualTimebase;
import java.util.Properties;

/** Prints what there is, and makes a call that knows nothing of it. */
public final class Main {
  private static int attempts;

  /** Arguments: lines of configuration, as key=value. */
  public static void main(String[] configuration) {
    System.out.println("module: " + Main.class.getModule().getName());
    System.out.println("classifiers: " + Extensions.names(ClassifierProvider.class));
    System.out.println("listeners: " + Extensions.names(ListenerProvider.class));
    System.out.println("guards: " + Extensions.names(GuardProvider.class));
    System.out.println("budgets: " + Extensions.names(BudgetProvider.class));
    System.out.println("policies: " + Extensions.names(PolicyProvider.class));
    System.out.println("same list: "
        + (Extensions.of(ClassifierProvider.class) == Extensions.of(ClassifierProvider.class)));

    Properties properties = new Properties();
    for (String line : configuration) {
      properties.setProperty(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
    }
    Policies policies = Policies.from(properties);
    for (String name : policies.names()) {
      call(name, policies.get(name));
    }
    call("plain", RetryPolicy.builder().name("plain").build());
    call("again", RetryPolicy.builder().name("again").build());
    call("closed", RetryPolicy.builder().name("closed").discovery(false).build());
  }

  private static void call(String name, RetryPolicy policy) {
    attempts = 0;
    RetryPolicy virtual = policy.toBuilder().timebase(VirtualTimebase.create()).build();
    try {
      Retry.with(virtual).call(() -> {
        attempts++;
        throw new IllegalStateException("teapot");
      });
    } catch (RuntimeException failure) {
      System.out.println(name + ": " + attempts + " attempts, " + failure.getMessage());
    }
  }
}

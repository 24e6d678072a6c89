package good;

import io.retrykit.policy.RetryListener;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.spi.ListenerProvider;

/** Prints the events of the policy named plain. */
public final class Printer implements ListenerProvider {
  @Override
  public String name() {
    return "printer";
  }

  @Override
  public RetryListener listener(RetryPolicy policy) {
    return policy.name().equals("plain") ? event -> System.out.println("heard: " + event) : null;
  }
}

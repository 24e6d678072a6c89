package good;

import io.retrykit.policy.RetryPolicy;
import io.retrykit.spi.PolicyProvider;

/** Seven attempts, whatever classifiers say. */
public final class Patient implements PolicyProvider {
  @Override
  public String name() {
    return "patient";
  }

  @Override
  public RetryPolicy policy() {
    return RetryPolicy.builder().maxAttempts(7).discovery(false).build();
  }
}

package good;

import io.retrykit.Retry;
import io.retrykit.policy.RetryListener;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.spi.ListenerProvider;

/** Retries itself, so that its constructor asks for the very providers it is one of. */
public final class Greedy implements ListenerProvider {
  private final Retry retry = Retry.with(RetryPolicy.defaults());

  @Override
  public String name() {
    return "greedy";
  }

  @Override
  public RetryListener listener(RetryPolicy policy) {
    return event -> retry.call(() -> "exported");
  }
}

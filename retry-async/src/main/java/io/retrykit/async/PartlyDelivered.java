package io.retrykit.async;

import java.io.Serial;

/** Says of a failure that no attempt may follow, whatever the policy says. Never leaves this package. */
final class PartlyDelivered extends RuntimeException {
  @Serial
  private static final long serialVersionUID = 1L;

  private final transient Throwable failure;

  PartlyDelivered(Throwable failure) {
    super(null, null, false, false);
    this.failure = failure;
  }

  Throwable failure() {
    return failure;
  }
}

package io.retrykit.async;

import java.io.Serial;

/** Says of a failure that no attempt may follow, whatever the policy says. Never leaves this package. */
final class PartlyDelivered extends RuntimeException {
  @Serial
  private static final long serialVersionUID = 1L;

  private final transient Throwable failure;
  private final boolean receivers;

  private PartlyDelivered(Throwable failure, boolean receivers) {
    super(null, null, false, false);
    this.failure = failure;
    this.receivers = receivers;
  }

  /** The publisher has failed. */
  static PartlyDelivered sent(Throwable failure) {
    return new PartlyDelivered(failure, false);
  }

  /** Who received the elements has failed: that says nothing of the one who sent them. */
  static PartlyDelivered received(Throwable failure) {
    return new PartlyDelivered(failure, true);
  }

  boolean isReceivers() {
    return receivers;
  }

  Throwable failure() {
    return failure;
  }
}

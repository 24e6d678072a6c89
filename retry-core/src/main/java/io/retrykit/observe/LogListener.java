package io.retrykit.observe;

import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.policy.RetryEvent;
import io.retrykit.policy.RetryListener;
import io.retrykit.policy.StopReason;
import io.retrykit.spi.OneLine;
import io.retrykit.time.Nanos;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs under {@value #LOGGER}: one WARN line for each retry and one on giving up. A failure that is final from the
 * start is the caller's to log, so it is only a DEBUG line here, and so is a refusal that is waited for, and a call that
 * its caller has cancelled.
 */
final class LogListener implements RetryListener {
  static final String LOGGER = "io.retrykit";

  private static final Logger LOG = LoggerFactory.getLogger(LOGGER);

  @Override
  public boolean wants(RetryEvent.Type type) {
    return type == RetryEvent.Type.RETRY
        || type == RetryEvent.Type.GAVE_UP
        || type == RetryEvent.Type.REFUSED;
  }

  boolean isOn() {
    return LOG.isWarnEnabled();
  }

  @Override
  public void onEvent(RetryEvent event) {
    switch (event.type()) {
      case RETRY -> {
        if (LOG.isWarnEnabled()) {
          String next = Nanos.text(event.delay().toNanos());
          LOG.warn(
              "{}: attempt {} {}; next in {}{}",
              name(event),
              count(event),
              what(event),
              next,
              event.verdict().map(LogListener::cause).orElse(""));
        }
      }
      case GAVE_UP -> {
        if (event.reason().orElse(null) == StopReason.CANCELLED) {
          LOG.debug("{}: cancelled in attempt {}", name(event), count(event));
        } else if (isFinalFromTheStart(event)) {
          LOG.debug("{}: attempt {} {}; {}", name(event), count(event), what(event), why(event));
        } else if (LOG.isWarnEnabled()) {
          LOG.warn(
              "{}: gave up at attempt {}: {}; {}",
              name(event),
              count(event),
              why(event),
              what(event));
        }
      }
      case REFUSED ->
        LOG.debug(
            "{}: attempt {} refused: {}", name(event), count(event), OneLine.of(event.detail()));
      default -> {
        // not asked for
      }
    }
  }

  private static boolean isFinalFromTheStart(RetryEvent event) {
    StopReason reason = event.reason().orElse(StopReason.MAX_ATTEMPTS);
    return event.attempt() == 1
        && (event.maxAttempts() == 1
            || reason == StopReason.NOT_RETRYABLE
            || reason == StopReason.ABORTED);
  }

  private static String name(RetryEvent event) {
    return OneLine.of(event.policy());
  }

  private static String count(RetryEvent event) {
    return event.maxAttempts() == Integer.MAX_VALUE
        ? Integer.toString(event.attempt())
        : event.attempt() + "/" + event.maxAttempts();
  }

  private static String why(RetryEvent event) {
    String reason = event.reason().map(StopReason::toString).orElse("");
    return event.detail().isEmpty() ? reason : reason + " (" + OneLine.of(event.detail()) + ")";
  }

  /** Says why a pause is as long as it is, where that is not the policy's own doing. */
  private static String cause(Verdict verdict) {
    if (verdict.hint() == Verdict.Hint.NONE) {
      return verdict.isThrottled() ? " (throttled)" : "";
    }
    String asked = "asked for " + Nanos.text(verdict.hintNanos());
    return verdict.isThrottled() ? " (throttled, " + asked + ")" : " (" + asked + ")";
  }

  private static String what(RetryEvent event) {
    return event.outcome().map(LogListener::what).orElse("was not made");
  }

  private static String what(Outcome outcome) {
    Throwable failure = outcome.failure();
    if (failure == null) {
      Object result = outcome.result();
      // a result may be a customer's data: its type is enough
      return "returned an unacceptable "
          + (result == null ? "null" : result.getClass().getSimpleName());
    }
    String message = failure.getMessage();
    String kind = "failed with " + failure.getClass().getName();
    return message == null ? kind : kind + ": " + OneLine.of(message);
  }
}

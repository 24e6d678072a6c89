package io.retrykit.throttle.hint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.Retry;
import io.retrykit.backoff.Backoff;
import io.retrykit.backoff.Jitter;
import io.retrykit.failure.Verdict;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.time.Nanos;
import io.retrykit.time.VirtualTimebase;
import java.time.Duration;

/** A call whose first attempt fails with the headers of a case, and the pause that the engine makes then. */
final class HintedCall {
  private static final Duration MAX_BACKOFF = Duration.ofSeconds(20); // of the AWS standard mode

  private HintedCall() {}

  static Duration pause(HintCase published) {
    VirtualTimebase time = VirtualTimebase.create();
    ServerHint hint = ServerHint.read(HeaderSource.of(published.headers()), published.now());
    RetryPolicy policy = RetryPolicy.builder()
        .discovery(false)
        .timebase(time)
        .maxAttempts(2)
        .backoff(Backoff.fixed(published.millis("ownBackoffMs").orElse(Duration.ofMillis(70))))
        .jitter(Jitter.none())
        .classifier(failure -> verdict(hint, published))
        .build();
    IllegalStateException failure = new IllegalStateException(published.id());
    assertThat(catchThrowable(() -> Retry.with(policy).run(() -> {
          throw failure;
        })))
        .isSameAs(failure);
    assertThat(time.sleeps()).hasSizeLessThan(2);
    return time.elapsed();
  }

  /** The AWS SDKs clamp: in the 2026 rules around the own delay, before that at the longest delay of their own. */
  private static Verdict verdict(ServerHint hint, HintCase published) {
    Verdict verdict = Verdict.throttled();
    if (!published.profile().startsWith("aws-standard")) {
      return hint.applyTo(verdict);
    }
    if (hint.equals(ServerHint.NONE)) {
      return verdict;
    }
    Duration asked = Nanos.toDuration(hint.nanos());
    Duration cut = asked.compareTo(MAX_BACKOFF) > 0 ? MAX_BACKOFF : asked;
    return published
        .millis("clampAboveMs")
        .map(reach -> verdict.withClamped(asked, reach))
        .orElseGet(() -> verdict.withClamped(cut, Nanos.toDuration(Nanos.FOREVER)));
  }
}

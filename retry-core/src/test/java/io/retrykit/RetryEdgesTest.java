package io.retrykit;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.backoff.Backoff;
import io.retrykit.config.Policies;
import io.retrykit.failure.Verdict;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small promises at the edges, each of which was once broken. */
class RetryEdgesTest {
  private final VirtualTimebase time = VirtualTimebase.create();

  private RetryPolicyBuilder policy() {
    return RetryPolicy.builder().discovery(false).timebase(time).backoff(Backoff.none());
  }

  /** SPEC 2.9: refused where it is given, not retried. */
  @Test
  @SuppressWarnings("NullAway") // on purpose
  void call_withoutAnOperation_isRefusedAtOnce() {
    Retry retry = Retry.with(policy().backoff(Backoff.fixed(ofSeconds(1))).build());
    assertThatThrownBy(() -> retry.call(null)).hasMessage("operation");
    assertThatThrownBy(() -> retry.callOrElse(null, failure -> "fallback")).hasMessage("operation");
    assertThat(time.sleeps()).isEmpty();
  }

  /** SPEC 4.4: a predicate that always throws the same instance does not collect failures for ever. */
  @Test
  void callbackFailure_sharedInstance_doesNotGrow() {
    IllegalStateException shared = new IllegalStateException("shared");
    Retry retry = Retry.with(policy()
        .retryOn(failure -> {
          throw shared;
        })
        .build());
    for (int i = 0; i < 1_000; i++) {
      assertThat(catchThrowable(() -> retry.call(() -> {
            throw new IOException("down");
          })))
          .isSameAs(shared);
    }
    assertThat(shared.getSuppressed()).hasSizeBetween(1, 16);
  }

  /** SPEC 7.2: an exact hint takes the place of a backoff that has ended. */
  @Test
  void exactHint_afterTheBackoffHasEnded_isObeyed() {
    Retry retry = Retry.with(policy()
        .maxAttempts(3)
        .backoff(Backoff.fixed(ofSeconds(1)).take(1))
        .classifier(failure -> Verdict.retry().withExact(ofMillis(5)))
        .build());
    assertThat(catchThrowable(() -> retry.call(() -> {
          throw new IOException("down");
        })))
        .hasMessage("down");
    assertThat(time.sleeps()).containsExactly(ofMillis(5), ofMillis(5));
  }

  /** SPEC 11.3: a context is never shown a result. */
  @Test
  void context_policyWithResultRules_isRefused() {
    Retry retry =
        Retry.with(policy().retryOnResult(String.class, String::isEmpty).build());
    assertThatThrownBy(retry::context)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must not have result rules");
  }

  /** SPEC 14.2. */
  @Test
  void load_wrongValue_namesTheFile(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("retry.properties"), "claude.max-attempts = 0\n");
    assertThatThrownBy(() -> Policies.load(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(file + ": claude.max-attempts = 0");
  }
}

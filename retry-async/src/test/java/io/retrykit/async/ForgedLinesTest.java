package io.retrykit.async;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import io.retrykit.Retry;
import io.retrykit.backoff.Backoff;
import io.retrykit.circuitbreaker.CircuitBreaker;
import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.Guard;
import io.retrykit.guard.KeyLimits;
import io.retrykit.guard.RetryBudget;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.time.VirtualTimebase;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * SPEC 10.4: whatever is logged, as a log prints it: a failure's words, traces and causes included, a name or a key cannot begin a
 * line, nor change the colour of one.
 */
class ForgedLinesTest {
  private static final String EVIL = "\r\nFORGED all is well\u2028FORGED\u0085FORGED \u001b[31mred";

  private final Logger logger = (Logger) LoggerFactory.getLogger("io.retrykit");
  private final OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final VirtualTimebase time = VirtualTimebase.create();

  @BeforeEach
  void listen() {
    LoggerContext context = logger.getLoggerContext();
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%level %msg%n%ex");
    encoder.setCharset(UTF_8);
    encoder.start();
    appender.setContext(context);
    appender.setEncoder(encoder);
    appender.setOutputStream(printed);
    appender.start();
    logger.addAppender(appender);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(appender);
    appender.stop();
  }

  private RetryPolicyBuilder policy() {
    return RetryPolicy.builder().name("name" + EVIL).maxAttempts(2).timebase(time);
  }

  private static IllegalStateException evil(String what) {
    IllegalStateException evil =
        new IllegalStateException(what + EVIL, new RuntimeException("cause" + EVIL));
    evil.addSuppressed(new RuntimeException("suppressed" + EVIL));
    return evil;
  }

  private static void failing(RetryPolicy policy) {
    try {
      Retry.with(policy).call(() -> {
        throw evil("operation");
      });
    } catch (Exception expected) {
      assertThat(expected).hasMessageContaining(EVIL); // the caller gets it as it is
    }
  }

  private void assertPrinted(String... whats) {
    String text = printed.toString(UTF_8);
    assertThat(text).contains(whats).doesNotContain("\u001b", "\u2028", "\u0085");
    assertThat(text.lines()).noneMatch(line -> line.startsWith("FORGED"));
  }

  @Test
  void retries_andWhatCallbacksThrow() throws Exception {
    failing(policy()
        .listener(event -> {
          throw evil("listener");
        })
        .build());
    assertPrinted(
        "attempt 1/2 failed", "gave up", "a listener failed on", "Caused by", "Suppressed");

    Retry.with(policy()
            .retryOnResult(String.class, String::isEmpty)
            .onDiscard(discarded -> {
              throw evil("discard");
            })
            .build())
        .call(new ArrayDeque<>(List.of("", "x"))::remove);
    assertPrinted("onDiscard failed");
  }

  @Test
  void guards_andBudgets() throws Exception {
    Guard guard = new Guard() {
      @Override
      public String name() {
        return "guard" + EVIL;
      }

      @Override
      public boolean failOpen() {
        return true;
      }

      @Override
      public Admission admit(AdmissionRequest request) {
        throw evil("guard");
      }
    };
    RetryBudget budget = new RetryBudget() {
      @Override
      public String name() {
        return "budget" + EVIL;
      }

      @Override
      public long acquire(AdmissionRequest request, Outcome outcome, Verdict verdict) {
        return 1;
      }

      @Override
      public void succeeded(AdmissionRequest request, long lastTaken) {
        throw evil("budget");
      }
    };

    Retry.with(policy().guard(guard).budget(budget).build()).call(() -> "x");

    assertPrinted("failed and lets through", "budget failed when told of a success");
  }

  @Test
  void retries_insideRetries() throws Exception {
    Retry outer = Retry.with(policy().build());
    int[] calls = {0};
    outer.call(() -> {
      if (calls[0]++ == 0) {
        throw evil("first");
      }
      return Retry.with(policy().build()).call(() -> {
        if (calls[0]++ == 2) {
          throw evil("second");
        }
        return "x";
      });
    });

    assertPrinted("retries multiply");
  }

  @Test
  void breakers_andTheirKeys() {
    CircuitBreaker breaker = CircuitBreaker.builder("breakers" + EVIL)
        .consecutiveFailures(1)
        .timebase(time)
        .openTime(Backoff.function(retry -> {
          throw evil("open time");
        }))
        .failureIf(failure -> {
          throw evil("rule");
        })
        .listener(step -> {
          throw evil("listener");
        })
        .perKey(KeyLimits.defaults())
        .get("key" + EVIL);
    try {
      breaker.call(() -> {
        throw evil("operation");
      });
    } catch (Exception expected) {
      assertThat(expected).hasMessageContaining(EVIL);
    }

    assertPrinted(
        "CLOSED -> OPEN",
        "the function for the open time failed",
        "a listener failed",
        "a rule for");
  }

  @Test
  void stages_thatRefuseToBeCancelled() {
    CompletableFuture<String> stubborn = new CompletableFuture<>() {
      @Override
      public boolean cancel(boolean mayInterrupt) {
        throw evil("stage");
      }
    };
    CompletableFuture<String> call =
        AsyncRetry.with(policy().build()).call(() -> (CompletionStage<String>) stubborn);
    call.cancel(true);
    assertPrinted("a stage could not be cancelled");
  }
}

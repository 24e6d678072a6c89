package io.retrykit.circuitbreaker;

import static io.retrykit.testing.Attempts.fail;
import static io.retrykit.testing.Attempts.succeed;
import static io.retrykit.testing.Attempts.succeedAfter;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import io.retrykit.testing.CapturedLog;
import io.retrykit.time.VirtualTimebase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/** SPEC 22.11: the lines of the log. */
class TransitionLogTest {
  @RegisterExtension
  final CapturedLog log = new CapturedLog();

  private final VirtualTimebase time = VirtualTimebase.manual();

  private CircuitBreakerBuilder builder() {
    return CircuitBreaker.builder("claude").openTime(ofSeconds(5)).timebase(time);
  }

  @Test
  void outage_isALineForEachTransition() {
    CircuitBreaker breaker = builder().countWindow(10).minimumCalls(4).probes(2).build();
    succeed(breaker, 1);
    fail(breaker, 3);
    time.advance(ofSeconds(5));
    fail(breaker, 2);
    time.advance(ofSeconds(5));
    succeed(breaker, 2);

    assertThat(log.lines())
        .containsExactly(
            "WARN claude: CLOSED -> OPEN for 5s: 75% of 4 calls failed",
            "INFO claude: OPEN -> HALF_OPEN: its time is over",
            "WARN claude: HALF_OPEN -> OPEN for 5s: 2 of 2 probes failed",
            "INFO claude: OPEN -> HALF_OPEN: its time is over",
            "INFO claude: HALF_OPEN -> CLOSED: its probes went well");
    assertThat(log.events())
        .extracting(ILoggingEvent::getLoggerName)
        .containsOnly("io.retrykit.circuitbreaker");
  }

  @Test
  void slowCalls_areTheReason_ifTheyAre() {
    CircuitBreaker breaker =
        builder().countWindow(4).slowCalls(ofSeconds(1), 50).build();
    for (int i = 0; i < 4; i++) {
      succeedAfter(breaker, ofSeconds(2).toNanos());
    }

    assertThat(log.lines())
        .containsExactly("WARN claude: CLOSED -> OPEN for 5s: 100% of 4 calls were slow");
  }

  @Test
  void hand_isALineForEachTransition() {
    CircuitBreaker breaker = builder().build();
    breaker.open();
    breaker.openFor(ofMillis(1500));
    breaker.halfOpen();
    breaker.forceOpen();
    breaker.disable();
    breaker.metricsOnly();
    breaker.reset();

    assertThat(log.lines())
        .containsExactly(
            "WARN claude: CLOSED -> OPEN for 5s: by hand",
            "WARN claude: OPEN -> OPEN for 1.5s: by hand",
            "INFO claude: OPEN -> HALF_OPEN: by hand",
            "WARN claude: HALF_OPEN -> FORCED_OPEN: by hand",
            "INFO claude: FORCED_OPEN -> DISABLED: by hand",
            "INFO claude: DISABLED -> METRICS_ONLY: by hand",
            "INFO claude: METRICS_ONLY -> CLOSED: by hand");
  }

  @Test
  void healthyBreaker_saysNothing() {
    CircuitBreaker breaker = builder().build();
    succeed(breaker, 500);
    fail(breaker, 3);

    assertThat(log.lines()).isEmpty();
  }

  /** Rare, but a disk can be full just when a service is down. */
  @Test
  void log_thatThrows_costsNeitherTheCallNorTheListeners() {
    List<CircuitState> heard = new ArrayList<>();
    CircuitBreaker breaker =
        builder().consecutiveFailures(1).listener(step -> heard.add(step.to())).build();
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    TurboFilter full = new Full();
    context.addTurboFilter(full);
    try {
      fail(breaker, 1);
    } finally {
      context.getTurboFilterList().remove(full);
    }

    assertThat(breaker.state()).isEqualTo(CircuitState.OPEN);
    assertThat(heard).containsExactly(CircuitState.OPEN);
  }

  /** A log that is full. */
  private static final class Full extends TurboFilter {
    @Override
    public FilterReply decide(
        Marker marker,
        ch.qos.logback.classic.Logger logger,
        ch.qos.logback.classic.Level level,
        String format,
        Object[] params,
        Throwable thrown) {
      if (logger.getName().equals("io.retrykit.circuitbreaker")) {
        throw new IllegalStateException("full");
      }
      return FilterReply.NEUTRAL;
    }
  }
}

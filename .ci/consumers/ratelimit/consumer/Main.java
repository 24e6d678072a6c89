package consumer;

import static consumer.Flaky.expect;

import io.retrykit.Retry;
import io.retrykit.call.AttemptRefusedException;
import io.retrykit.config.Policies;
import io.retrykit.extension.Extensions;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.ratelimit.RateLimiter;
import io.retrykit.spi.BudgetProvider;
import io.retrykit.spi.ClassifierProvider;
import io.retrykit.spi.GuardProvider;
import io.retrykit.spi.PolicyProvider;
import io.retrykit.throttle.RateLimits;
import io.retrykit.time.VirtualTimebase;
import java.nio.file.Path;
import java.time.Duration;

/** With retry-ratelimit: a limiter by hand, one from a file, a limit that is recognised though no policy names it. */
public final class Main {
  public static void main(String[] arguments) throws Exception {
    expect("adaptive-rate, quota, rate-limiter", Extensions.names(GuardProvider.class));
    expect(
        "aws-standard, aws-standard-2026, grpc-throttle, percentage",
        Extensions.names(BudgetProvider.class));
    expect("aws-standard, aws-standard-2026, rate-limit", Extensions.names(PolicyProvider.class));
    expect("rate-limit", Extensions.names(ClassifierProvider.class));

    VirtualTimebase time = VirtualTimebase.create();
    RateLimiter limiter =
        RateLimiter.builder(1, Duration.ofMinutes(1)).timebase(time).build();
    RetryPolicy limited =
        RateLimits.policy().toBuilder().jitter(false).timebase(time).guard(limiter).build();
    Flaky<Throttled> flaky = new Flaky<>(Throttled::new);
    flaky.answered(Retry.with(limited).call(flaky));
    expect(Duration.ofMinutes(2), time.elapsed()); // three permits, one a minute

    RetryPolicy read = Policies.load(Path.of(arguments[0])).get("limited"); // a burst of 3, an hour for the next
    Flaky<Throttled> three = new Flaky<>(Throttled::new);
    three.answered(Retry.with(read).call(three));
    try {
      Retry.with(read).call(() -> "fourth");
      throw new AssertionError("let through");
    } catch (AttemptRefusedException refused) {
      expect("limited.rate-limiter", refused.guard());
    }
  }

  /** A client's own, known by its shape alone. */
  public static final class Throttled extends RuntimeException {
    private static final long serialVersionUID = 1;

    public int statusCode() {
      return 429;
    }
  }
}

package consumer;

import static consumer.Flaky.expect;

import io.retrykit.Retry;
import io.retrykit.async.AsyncRetry;
import io.retrykit.config.Policies;
import io.retrykit.extension.Extensions;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.ratelimit.PercentageRetryBudget;
import io.retrykit.spi.GuardProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** All five, and nothing else: a limiter and a breaker in one policy from a file, on the thread and off it. */
final class Main {
  public static void main(String[] arguments) throws Exception {
    expect(
        "adaptive-rate, circuit-breaker, quota, rate-limiter", Extensions.names(GuardProvider.class));

    RetryPolicy policy = Policies.load(Path.of(arguments[0])).get("guarded").toBuilder()
        .budget(PercentageRetryBudget.standard())
        .build();
    expect(2, policy.guards().size());
    Flaky<IOException> here = new Flaky<>(() -> new IOException("down"));
    here.answered(Retry.with(policy).call(here));
    Flaky<IOException> elsewhere = new Flaky<>(() -> new IOException("down"));
    elsewhere.answered(
        AsyncRetry.with(policy).callBlocking(elsewhere, Runnable::run).get(10, TimeUnit.SECONDS));
  }
}

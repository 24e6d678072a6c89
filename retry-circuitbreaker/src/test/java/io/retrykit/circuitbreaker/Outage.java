package io.retrykit.circuitbreaker;

import io.retrykit.guard.RetryBudget;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.time.VirtualTimebase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A server dies for a while, a minute unless said otherwise, and clients go on calling it, each twice a second, with three attempts and the default
 * pauses. A process is what shares one breaker and one budget. Virtual time, one thread, and the same events in the
 * same order for the same seed.
 */
final class Outage {
  static final Duration OPEN = Duration.ofNanos(Settings.DEFAULT_OPEN_NANOS);
  private static final Duration BEFORE = Duration.ofSeconds(60); // fills a window of 100
  private static final Duration AFTER = OPEN.multipliedBy(2).plusSeconds(10);
  private static final long PACE = Duration.ofMillis(500).toNanos();

  private final int processes;
  private final int clientsEach;
  private final SplittableRandom random;
  private final VirtualTimebase time = VirtualTimebase.manual();
  private final List<CircuitBreaker> breakers = new ArrayList<>();
  private Duration returns = BEFORE.plusSeconds(60);
  private @Nullable UnaryOperator<CircuitBreakerBuilder> breaker;
  private @Nullable Supplier<RetryBudget> budget;
  private Duration lastTrouble = Duration.ZERO;
  private long begun;
  private long ended;

  Outage(int processes, int clientsEach, long seed) {
    this.processes = processes;
    this.clientsEach = clientsEach;
    this.random = new SplittableRandom(seed);
  }

  /** Lets the server be dead for another time than a minute. */
  Outage lasting(Duration dead) {
    this.returns = BEFORE.plus(dead);
    return this;
  }

  /** Gives each process a breaker. */
  Outage breaker(UnaryOperator<CircuitBreakerBuilder> settings) {
    this.breaker = settings;
    return this;
  }

  /** Gives each process a budget. */
  Outage budget(Supplier<RetryBudget> maker) {
    this.budget = maker;
    return this;
  }

  /**
   * What came of it.
   *
   * @param knocks the calls that reached the dead server
   * @param recovery how long after its return the last call failed or the last breaker closed, whichever was later
   * @param notClosed the breakers that are not closed in the end
   * @param lost the calls that never ended
   */
  record Result(long knocks, Duration recovery, long notClosed, long lost) {}

  /** Lets it happen, once. */
  Result run() {
    FrailServer server = new FrailServer(time, BEFORE, returns);
    Duration end = returns.plus(AFTER);
    for (int i = 0; i < processes; i++) {
      RetryPolicy policy = policy(random.split());
      for (int j = 0; j < clientsEach; j++) {
        time.schedule(random.nextLong(PACE), () -> tick(policy, server, end));
      }
    }
    time.advance(end);
    time.advance(OPEN); // for calls under way: no new ones begin
    Duration recovery = lastTrouble.minus(returns);
    return new Result(
        server.knocks().size(),
        recovery.isNegative() ? Duration.ZERO : recovery,
        breakers.stream().filter(one -> one.state() != CircuitState.CLOSED).count(),
        begun - ended);
  }

  private RetryPolicy policy(SplittableRandom own) {
    RetryPolicyBuilder policy =
        RetryPolicy.builder().discovery(false).timebase(time).random(own);
    if (breaker != null) {
      CircuitBreaker made = breaker
          .apply(CircuitBreaker.builder("server").timebase(time).listener(this::moved))
          .build();
      breakers.add(made);
      policy.guard(made);
    }
    if (budget != null) {
      policy.budget(budget.get());
    }
    return policy.build();
  }

  private void tick(RetryPolicy policy, FrailServer server, Duration end) {
    if (time.elapsed().compareTo(end) < 0) {
      time.schedule(PACE, () -> tick(policy, server, end));
      begun++;
      new OutageCall(policy, server, this::ended).attempt();
    }
  }

  private void ended(boolean succeeded) {
    ended++;
    if (!succeeded) {
      lastTrouble = time.elapsed();
    }
  }

  private void moved(CircuitTransition transition) {
    if (transition.to() == CircuitState.CLOSED) {
      lastTrouble = time.elapsed();
    }
  }
}

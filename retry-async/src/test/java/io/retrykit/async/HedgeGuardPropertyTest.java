package io.retrykit.async;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.async.HedgeScript.Bounds;
import io.retrykit.async.HedgeScript.End;
import io.retrykit.async.HedgeScript.Shot;
import io.retrykit.backoff.Backoff;
import io.retrykit.circuitbreaker.CircuitBreaker;
import io.retrykit.circuitbreaker.CircuitState;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.ratelimit.AwsRetryBudget;
import io.retrykit.ratelimit.RateLimiter;
import io.retrykit.time.Nanos;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;

/**
 * SPEC 23.13, SPEC 8.1, SPEC 9.1, SPEC 9.2, SPEC 19.6, SPEC 22.8: whatever the attempts beside each other come to, a
 * limiter, a breaker and a budget have the balance that the attempts begun leave.
 */
class HedgeGuardPropertyTest {
  private static int beside;
  private static int heldBack;
  private static int unpaid;
  private static int closed;
  private static int placesFree;

  @Provide
  Arbitrary<HedgeScript> scripts() {
    return HedgeScript.any();
  }

  @Property(tries = 5_000, edgeCases = EdgeCasesMode.NONE)
  void hedgedCall_leavesGuardsAndBudgetInBalance(@ForAll("scripts") HedgeScript script) {
    new Hedged(script).run();
  }

  @AfterContainer
  static void calls_wereOfAllKinds() {
    assertThat(beside).as("attempts beside another").isGreaterThan(100);
    assertThat(heldBack).as("attempts a guard held back").isGreaterThan(100);
    assertThat(unpaid).as("attempts the budget did not pay for").isGreaterThan(100);
    assertThat(closed).as("results closed").isGreaterThan(100);
    assertThat(placesFree).as("breakers left half-open").isGreaterThan(100);
  }

  private static final class Stage extends CompletableFuture<Product> {
    private final boolean stubborn;
    private boolean givenUp;

    Stage(boolean stubborn) {
      this.stubborn = stubborn;
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
      givenUp = true;
      return !stubborn && super.cancel(mayInterrupt);
    }
  }

  /** One call, and everything around it. */
  private static final class Hedged {
    private final VirtualTimebase time = VirtualTimebase.manual();
    private final List<Stage> stages = new ArrayList<>();
    private final List<Product> made = new ArrayList<>();
    private final HedgeScript script;
    private final Bounds bounds;
    private final RateLimiter limiter;
    private final CircuitBreaker breaker;
    private final CountedGuard first;
    private final CountedGuard second;
    private final CountedBudget budget;
    private int mostInFlight;
    private int completions;
    private @Nullable Product end;

    Hedged(HedgeScript script) {
      this.script = script;
      this.bounds = script.bounds();
      int permits = script.supply().permits();
      int probes = script.supply().probes();
      limiter = RateLimiter.builder(permits, ofDays(100))
          .burst(permits)
          .timebase(time)
          .build();
      breaker = CircuitBreaker.builder("breaker")
          .probes(Math.max(1, probes))
          .timebase(time)
          .build();
      if (probes > 0) {
        breaker.open();
        breaker.halfOpen();
      }
      first = new CountedGuard(limiter);
      second = new CountedGuard(breaker);
      budget = new CountedBudget(
          AwsRetryBudget.builder().capacity(1 + 5 * script.supply().retries()).build());
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it is the end that is looked at
    void run() {
      CompletableFuture<Product> call = AsyncRetry.with(policy())
          .withExecutor(Runnable::run)
          .withHedge(Hedge.after(ofMillis(bounds.delay()))
              .withMaxAttempts(bounds.atOnce())
              .withMaxInFlight(bounds.inFlight()))
          .call(this::begin);
      call.whenComplete((product, failure) -> {
        completions++;
        end = product;
      });
      if (script.cancelAt() >= 0) {
        time.schedule(ofMillis(script.cancelAt()).toNanos(), () -> call.cancel(true));
      }
      time.advance(ofSeconds(10));
      boolean stuck = !call.isDone(); // an attempt that never ends, and nothing that ends it
      call.cancel(true);
      int begun = stages.size();
      time.advance(ofSeconds(10));
      SoftAssertions.assertSoftly(all -> {
        all.assertThat(stages).as("attempts").hasSize(begun);
        all.assertThat(stuck && script.shots().stream().noneMatch(shot -> shot.time() < 0))
            .as("waits for nothing")
            .isFalse();
        check(all, begun, stuck || script.cancelAt() >= 0 || bounds.timeout() >= 0);
      });
    }

    private RetryPolicy policy() {
      RetryPolicyBuilder policy = RetryPolicy.builder()
          .discovery(false)
          .timebase(time)
          .maxAttempts(bounds.rounds())
          .backoff(Backoff.fixed(ofMillis(bounds.pause())))
          .abortOn(IllegalArgumentException.class)
          .retryOnResult(Product.class, Product::isBad)
          .guard(first)
          .guard(second)
          .budget(budget);
      return bounds.timeout() < 0
          ? policy.build()
          : policy.attemptTimeout(ofMillis(bounds.timeout())).build();
    }

    private CompletableFuture<Product> begin() {
      int number = stages.size() + 1;
      Shot shot = script.shot(number);
      Stage stage = new Stage(shot.stubborn());
      stages.add(stage);
      mostInFlight = Math.max(mostInFlight, (int)
          stages.stream().filter(one -> !one.isDone() && !one.givenUp).count());
      if (shot.time() == 0) {
        end(stage, shot.end(), number);
      } else if (shot.time() > 0) {
        time.schedule(ofMillis(shot.time()).toNanos(), () -> end(stage, shot.end(), number));
      }
      return stage;
    }

    private void end(Stage stage, End how, int number) {
      if (how == End.RETRYABLE) {
        stage.completeExceptionally(new IOException("retryable " + number));
      } else if (how == End.FATAL) {
        stage.completeExceptionally(new IllegalArgumentException("fatal " + number));
      } else if (!stage.isDone()) { // else there is no product
        Product product = new Product("product " + number, how == End.BAD_RESULT);
        made.add(product);
        stage.complete(product);
      }
    }

    private void check(SoftAssertions all, int begun, boolean cutShort) {
      all.assertThat(completions).as("completions").isOne();
      all.assertThat(mostInFlight)
          .as("in flight")
          .isLessThanOrEqualTo(Math.min(bounds.atOnce(), bounds.inFlight()));
      all.assertThat(time.pendingTasks()).as("moments waited for").isZero();
      for (CountedGuard guard : List.of(first, second)) {
        all.assertThat(guard.ends()).as("%s: ends", guard.name()).isEqualTo(guard.granted.get());
        all.assertThat(guard.toldAgain).as("%s: told again", guard.name()).hasValue(0);
        all.assertThat(guard.begun()).as("%s: begun", guard.name()).isEqualTo(begun);
      }
      all.assertThat(limiter.availablePermits())
          .as("permits")
          .isEqualTo(script.supply().permits() - begun);
      all.assertThat(budget.given - budget.gotBack).as("paid").isEqualTo(Math.max(0, begun - 1));
      if (!cutShort) { // else the end of an attempt may be a timeout, or not known
        all.assertThat(budget.failures).as("failures").isEqualTo(first.failed.get());
      }
      for (Product product : made) {
        all.assertThat(product.closed()).as("%s", product).isEqualTo(product == end ? 0 : 1);
        closed += product.closed();
      }
      checkPlaces(all);
      beside += mostInFlight > 1 ? 1 : 0;
      heldBack += first.released.get();
      unpaid += budget.refused;
    }

    /** A breaker that waits for more probes gives exactly the places that no outcome has taken. */
    private void checkPlaces(SoftAssertions all) {
      if (breaker.state() == CircuitState.HALF_OPEN) {
        long known = breaker.snapshot().calls();
        AdmissionRequest request = AdmissionRequest.first("key", 1, Nanos.FOREVER);
        int free = 0;
        while (breaker.admit(request).isGranted()) {
          free++;
        }
        all.assertThat(free + known).as("places").isEqualTo(script.supply().probes());
        placesFree++;
      }
    }
  }
}

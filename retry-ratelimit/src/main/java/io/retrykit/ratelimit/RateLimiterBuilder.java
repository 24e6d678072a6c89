package io.retrykit.ratelimit;

import io.retrykit.guard.AdmissionRequest;
import io.retrykit.time.Nanos;
import io.retrykit.time.Timebase;
import java.time.Duration;
import java.util.Objects;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Makes a {@link RateLimiter}. For one thread; the order of the calls does not matter. */
public final class RateLimiterBuilder {
  static final Duration MAX_WAIT = Duration.ofMinutes(5);
  private static final int LARGEST_BATCH = 128;

  private final Rate rate;
  private String name = "rate-limiter";
  private long burst;
  private long maxWaitNanos = MAX_WAIT.toNanos();
  private boolean prepaid;
  private Timebase timebase = Timebase.system();
  private @Nullable ToLongFunction<? super AdmissionRequest> weight;
  private @Nullable PermitStore store;

  RateLimiterBuilder(Rate rate, long permits) {
    this.rate = rate;
    this.burst = permits;
  }

  /** Sets the name for messages, events and logs; {@code rate-limiter} if not set. */
  public RateLimiterBuilder name(String name) {
    this.name = Objects.requireNonNull(name, "name");
    return this;
  }

  /**
   * Sets how many permits can be taken at once after a quiet time, 1 or more; one period's worth if not set. With 1 they
   * come evenly spaced. A server that counts by the period sees up to a period's permits and the burst in one of them.
   */
  public RateLimiterBuilder burst(long burst) {
    this.burst = Rate.check("burst", burst);
    return this;
  }

  /** Sets how long anybody is kept waiting at most, zero or more; 5 min if not set. The call's deadline shortens it. */
  public RateLimiterBuilder maxWait(Duration maxWait) {
    this.maxWaitNanos = Nanos.of("maxWait", maxWait);
    return this;
  }

  /**
   * Sets how many permits an attempt takes, zero or more; the request's cost if not set. With {@code request -> 1} a
   * limiter counts calls, whatever they cost another guard.
   */
  public RateLimiterBuilder weight(ToLongFunction<? super AdmissionRequest> weight) {
    this.weight = Objects.requireNonNull(weight, "weight");
    return this;
  }

  /**
   * Lets permits be bought in batches, of half the burst but 128 at most, and the clock be read for each batch only. The
   * rate is as exact as without. The burst less a batch is what a full bucket holds, and the most that can be taken in one
   * piece; what is left of the last batch comes on top, for whatever number is asked for. Who has to wait for the bucket is
   * passed by those who take what is left of a batch that was too small for it. Needs a burst of 2 or more.
   */
  public RateLimiterBuilder prepaid(boolean prepaid) {
    this.prepaid = prepaid;
    return this;
  }

  /** Sets where the permits are kept, in place of this process: rate, burst, longest wait and batches are the store's. */
  public RateLimiterBuilder store(PermitStore store) {
    this.store = Objects.requireNonNull(store, "store");
    return this;
  }

  /** Sets where time comes from; the machine's time if not set. */
  public RateLimiterBuilder timebase(Timebase timebase) {
    this.timebase = Objects.requireNonNull(timebase, "timebase");
    return this;
  }

  /**
   * Returns a limiter, its bucket full.
   *
   * @throws IllegalArgumentException if it is prepaid and its burst is 1, or the burst takes more than a year to fill
   */
  public RateLimiter build() {
    return new RateLimiter(name, store == null ? local() : store, timebase, weight);
  }

  private PermitStore local() {
    if (!prepaid) {
      return new GcraStore(rate, burst, maxWaitNanos, timebase);
    }
    if (burst < 2) {
      throw new IllegalArgumentException("burst must be 2 or more to be prepaid, was " + burst);
    }
    int batch = (int) Math.min(burst / 2, LARGEST_BATCH);
    return new PrepaidStore(rate, burst, batch, maxWaitNanos, timebase);
  }
}

package io.retrykit.loop;

import io.retrykit.call.Attempt;
import io.retrykit.call.AttemptOperation;
import io.retrykit.call.Operation;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.time.Nanos;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An operation that is told which attempt it runs in. One object for each call: every {@link #call} is its next
 * attempt. The driver calls it from one thread at a time.
 */
public final class AttemptCall<T extends @Nullable Object, E extends Exception>
    implements Operation<T, E> {
  private static final VarHandle OPERATION_ID = operationIdHandle();

  private final AttemptOperation<T, E> operation;
  private final Plan plan;
  private final long startNanos;
  private final int max;
  private int number;
  private @Nullable Current ready; // made before its timer, and not begun yet
  private volatile @Nullable Current current; // read by the timer
  private volatile @Nullable String operationId;

  /** Makes the operation of one call that starts now. */
  public AttemptCall(AttemptOperation<T, E> operation, Plan plan) {
    this(operation, plan, 1);
  }

  /** Makes the operation of one call that starts now, each of whose attempts may be made so many times at once. */
  public AttemptCall(AttemptOperation<T, E> operation, Plan plan, int atOnce) {
    this.operation = operation;
    this.plan = plan;
    this.startNanos = plan.start();
    this.max = (int) Math.min(Integer.MAX_VALUE, (long) plan.policy.maxAttempts() * atOnce);
  }

  @Override
  public T call() throws E {
    Current prepared = ready;
    ready = null;
    return operation.call(prepared == null ? begin() : prepared);
  }

  /** Makes the next attempt, which {@link #call()} begins: its timer may be over before that. */
  Attempt prepare() {
    Current attempt = next();
    ready = attempt;
    return attempt;
  }

  /** Begins the next attempt, for a driver that keeps it. */
  public Attempt begin() {
    return next();
  }

  private Current next() {
    Current attempt = new Current(++number, attemptStart());
    current = attempt;
    return attempt;
  }

  /** Makes an attempt that has begun. */
  public T call(Attempt attempt) throws E {
    return operation.call(attempt);
  }

  /** Nobody waits for this attempt any more. Called from any thread; any other attempt is left alone. */
  public static void cancel(@Nullable Attempt attempt) {
    if (attempt instanceof AttemptCall<?, ?>.Current begun) {
      begun.cancelled = true;
    }
  }

  private long attemptStart() {
    return plan.attemptTimeout == Nanos.FOREVER ? 0 : plan.policy.timebase().nanos();
  }

  /** Nobody waits for the attempt under way any more. Called from any thread. */
  public void cancel() {
    Current attempt = current;
    if (attempt != null) {
      attempt.cancelled = true;
    }
  }

  private String operationId() {
    String known = operationId;
    if (known != null) {
      return known;
    }
    String drawn = newId(plan.policy); // holds no lock: the source may be the user's
    Object earlier = OPERATION_ID.compareAndExchange(this, null, drawn);
    return earlier instanceof String first ? first : drawn;
  }

  private static VarHandle operationIdHandle() {
    try {
      return MethodHandles.lookup().findVarHandle(AttemptCall.class, "operationId", String.class);
    } catch (ReflectiveOperationException impossible) {
      throw new ExceptionInInitializerError(impossible);
    }
  }

  private static String newId(RetryPolicy policy) {
    // a source given by hand makes ids repeatable, for tests; otherwise they must be unique among
    // machines
    return policy.hasDefaultRandom()
        ? UUID.randomUUID().toString()
        : new UUID(policy.random().nextLong(), policy.random().nextLong()).toString();
  }

  private final class Current implements Attempt {
    private final int attempt;
    private final long begunNanos;
    private volatile boolean cancelled;

    Current(int attempt, long begunNanos) {
      this.attempt = attempt;
      this.begunNanos = begunNanos;
    }

    @Override
    public int number() {
      return attempt;
    }

    @Override
    public int max() {
      return max;
    }

    @Override
    public String operationId() {
      return AttemptCall.this.operationId();
    }

    @Override
    public Optional<Duration> timeLeft() {
      long left = plan.remaining(startNanos);
      if (plan.attemptTimeout != Nanos.FOREVER) {
        left = Math.min(left, plan.attemptTimeout - (plan.policy.timebase().nanos() - begunNanos));
      }
      return left == Nanos.FOREVER
          ? Optional.empty()
          : Optional.of(Duration.ofNanos(Math.max(0, left)));
    }

    @Override
    public boolean cancelled() {
      return cancelled;
    }
  }
}

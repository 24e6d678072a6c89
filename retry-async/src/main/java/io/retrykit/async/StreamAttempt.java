package io.retrykit.async;

import io.retrykit.spi.OneLine;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt of a stream, complete when it can send no more. Who closes it first says what it has come to: its
 * publisher, the subscriber who cancels, or its time that is over. After that it sends nothing.
 */
final class StreamAttempt<T> extends StreamDemand implements Flow.Subscriber<T> {
  /** Nothing has been sent yet. */
  private static final int SILENT = 0;
  /** Elements are sent. If there is a timer for the gap, the bits above {@link #KIND} tell after which element. */
  private static final int FLOWING = 1;
  /** One of them is being delivered; only if there is a timer for the gap between them. */
  private static final int DELIVERING = 2;
  /** The subscriber has asked for what cannot be asked for: the next signal of any kind is the last. */
  private static final int FAULTY = 3;
  /** It is over. */
  private static final int CLOSED = 4;
  /** So it is, as its time is over, and its publisher is still to hear of it, from {@link #cancel} or {@link #failGap}. */
  private static final int OVERDUE = 5;
  /** The bits of the state that tell these apart. */
  private static final int KIND = 7;

  private static final Logger LOG = LoggerFactory.getLogger("io.retrykit.async");
  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(StreamAttempt.class, "state", int.class);
    } catch (ReflectiveOperationException impossible) {
      throw new ExceptionInInitializerError(impossible);
    }
  }

  private final StreamCall<T> stream;
  private final @Nullable StreamGap gap;
  private final long begunNanos;
  private volatile int state = SILENT;

  StreamAttempt(StreamCall<T> stream, long delivered) {
    super(delivered);
    this.stream = stream;
    this.begunNanos = stream.plan.timed() ? stream.plan.nanos() : 0;
    this.gap = stream.plan.limitsGaps() ? new StreamGap(this, stream) : null;
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    Objects.requireNonNull(subscription, "subscription");
    if (take(subscription)) {
      pull(stream);
    }
  }

  @Override
  boolean isOver() {
    return isClosed(state);
  }

  @Override
  void askedInVain(Throwable failure) {
    onError(failure);
  }

  @Override
  public void onNext(T element) {
    Objects.requireNonNull(element, "element");
    if (isOpen(stream.delivered)) {
      try {
        stream.deliver(element);
      } catch (Throwable thrown) {
        broken(PartlyDelivered.received(thrown));
      }
    } else {
      look(element);
    }
  }

  /** As far as it is open nothing is looked at; this opens it as far as was asked for, or finds why not. */
  private void look(T element) {
    boolean inner = state == DELIVERING; // the subscriber has asked while it is sent the one before
    if (!inner && !isFlowing(state) && !mayFlow()) {
      return;
    }
    if (!wants(stream.delivered)) {
      broken(PartlyDelivered.sent(
          new IllegalStateException("the publisher sent more than it was asked for (rule 1.1)")));
      return;
    }
    StreamGap timer = gap;
    if (timer == null) {
      open();
    } else if (!inner && !interruptGap()) {
      return; // its time was over just now, or it was closed
    }
    try {
      stream.deliver(element);
    } catch (Throwable thrown) {
      broken(PartlyDelivered.received(thrown));
      return;
    }
    if (timer != null && !inner) {
      timer.delivered();
      STATE.compareAndSet(this, DELIVERING, (int) stream.delivered * (KIND + 1) + FLOWING);
    }
  }

  private boolean interruptGap() {
    int now = state;
    return isFlowing(now) && STATE.compareAndSet(this, now, DELIVERING);
  }

  /** Tells whether an element may be sent, the first of the attempt for example. */
  private boolean mayFlow() {
    if (STATE.compareAndSet(this, SILENT, FLOWING)) {
      return gap == null || watches(gap);
    }
    if (state == FAULTY) {
      end(null);
    }
    return false;
  }

  /** Begins to watch for gaps; what cannot be watched ends, and its publisher does not hear why. */
  private boolean watches(StreamGap timer) {
    try {
      timer.begin();
      return true;
    } catch (Throwable rejected) {
      broken(PartlyDelivered.received(rejected));
      return false;
    }
  }

  /** Ends it for good: what was sent, or what became of it, is not to be trusted. */
  private void broken(PartlyDelivered failure) {
    if (close()) {
      drop();
      super.completeExceptionally(failure);
    }
  }

  @Override
  public void onError(Throwable failure) {
    Objects.requireNonNull(failure, "failure");
    if (!end(failure) && LOG.isDebugEnabled()) {
      LOG.debug("a stream that was over has failed: {}", OneLine.all(failure, failure));
    }
  }

  @Override
  public void onComplete() {
    end(null);
  }

  /** Its publisher has ended it. Tells whether it had not ended before. */
  private boolean end(@Nullable Throwable failure) {
    Throwable first = stream.fault();
    if (!close()) {
      return false;
    }
    if (first != null) {
      drop();
      super.completeExceptionally(PartlyDelivered.received(first));
    } else if (failure == null ? stream.mayEnd() : stream.isWhole()) {
      super.complete(null);
    } else {
      Throwable why = failure == null ? new IncompleteStreamException(stream.delivered) : failure;
      fail(why);
    }
    return true;
  }

  private void fail(Throwable failure) {
    super.completeExceptionally(stream.mayGoOn() ? failure : PartlyDelivered.sent(failure));
  }

  private boolean close() {
    int now = state;
    while (!isClosed(now) && !STATE.compareAndSet(this, now, CLOSED)) {
      now = state;
    }
    boolean first = !isClosed(now);
    shut();
    if (first && gap != null) {
      gap.end();
    }
    return first;
  }

  /** Nobody wants any more of it. */
  @Override
  public boolean cancel(boolean mayInterrupt) {
    if (!close() && !isToBeDropped()) {
      return false;
    }
    drop();
    return super.cancel(mayInterrupt);
  }

  /** The subscriber has broken rule 3.9. Tells whether its publisher will say so, or its next signal does. */
  boolean refuse(long n) {
    int now = state;
    while (hasPublisher() && !isClosed(now) && !STATE.compareAndSet(this, now, FAULTY)) {
      now = state;
    }
    shut();
    return !isClosed(now) && askWrongly(n);
  }

  /**
   * The time for the first element is over. Returns zero if there was none, and it is closed, to be cancelled; above zero
   * how long it still has, as nobody had asked for one before; below zero if it was in time. Runs on the timer's thread:
   * calls nothing of the publisher's.
   */
  long expire(long limitNanos) {
    if (state != SILENT) {
      return -1;
    }
    if (!stream.waits()) {
      return limitNanos;
    }
    long asked = stream.askedNanos();
    long since = begunNanos - asked > 0 ? begunNanos : asked; // the later one
    long left = limitNanos - (stream.plan.nanos() - since);
    if (left > 0) {
      return left;
    }
    return STATE.compareAndSet(this, SILENT, OVERDUE) ? 0 : -1;
  }

  /** Returns what {@link #expireGap} is to be given: it stands for the gap there is now. */
  int gap() {
    return state;
  }

  /**
   * Nothing has come for too long. Tells whether that ends it, to be told by {@link #failGap}: not if an element has ended
   * that gap. Runs on the timer's thread: calls nothing of the publisher's.
   */
  boolean expireGap(int seen) {
    return isFlowing(seen) && STATE.compareAndSet(this, seen, OVERDUE);
  }

  void failGap(Throwable failure) {
    if (isToBeDropped()) {
      drop();
    }
    fail(failure);
  }

  /** Tells the first who asks that the publisher has to hear that its time is over. */
  private boolean isToBeDropped() {
    return STATE.compareAndSet(this, OVERDUE, CLOSED);
  }

  private static boolean isClosed(int state) {
    return (state & KIND) >= CLOSED;
  }

  private static boolean isFlowing(int state) {
    return (state & KIND) == FLOWING;
  }

  boolean isDelivering() {
    return state == DELIVERING;
  }
}

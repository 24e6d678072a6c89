package io.retrykit.async;

import io.retrykit.spi.OneLine;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an attempt of a stream has asked its publisher for. Counted over all attempts, so that each asks for what the
 * subscriber has asked for and none has delivered. Nothing is asked for twice, whoever asks.
 */
abstract class StreamDemand extends CompletableFuture<@Nullable Void> {
  private static final Logger LOG = LoggerFactory.getLogger("io.retrykit.async");
  private static final long SHUT = Long.MIN_VALUE;
  private static final VarHandle FORWARDED;
  private static final VarHandle OPEN;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      FORWARDED = lookup.findVarHandle(StreamDemand.class, "forwarded", long.class);
      OPEN = lookup.findVarHandle(StreamDemand.class, "open", long.class);
    } catch (ReflectiveOperationException impossible) {
      throw new ExceptionInInitializerError(impossible);
    }
  }

  private volatile long
      forwarded; // how many elements its publisher was asked for, with those before it
  private volatile long open; // how many pass without a look; or SHUT, for good
  private volatile Flow.@Nullable Subscription upstream;

  StreamDemand(long delivered) {
    this.forwarded = delivered;
  }

  /** Tells whether the attempt is over. */
  abstract boolean isOver();

  /** The publisher has failed where it was asked. */
  abstract void askedInVain(Throwable failure);

  /** Takes the subscription, the first one, unless the attempt is over; what is not taken is cancelled. */
  final boolean take(Flow.Subscription subscription) {
    if (isOver() || upstream != null) {
      subscription.cancel();
      return false;
    }
    upstream = subscription;
    if (isOver()) { // just now, and nobody saw a subscription
      subscription.cancel();
      return false;
    }
    return true;
  }

  /** Asks for what the subscriber has asked for, and nobody has asked for yet. */
  final void pull(StreamCall<?> stream) {
    Flow.Subscription from = upstream;
    while (from != null && !isOver()) {
      long wanted = stream.asked();
      long before = forwarded;
      if (wanted <= before) {
        return;
      }
      if (FORWARDED.compareAndSet(this, before, wanted)) {
        ask(from, wanted == Long.MAX_VALUE ? wanted : wanted - before);
        return;
      }
    }
  }

  /** Asks for what cannot be asked for, which the publisher has to say; false if there is none. */
  final boolean askWrongly(long n) {
    Flow.Subscription from = upstream;
    if (from != null) {
      ask(from, n);
    }
    return from != null;
  }

  private void ask(Flow.Subscription from, long n) {
    try {
      from.request(n);
    } catch (Throwable broken) {
      drop();
      askedInVain(broken);
    }
  }

  final boolean hasPublisher() {
    return upstream != null;
  }

  /** Tells whether the next element passes without a look. */
  final boolean isOpen(long delivered) {
    return delivered < open;
  }

  /** Tells whether one more element was asked for. */
  final boolean wants(long delivered) {
    return delivered < forwarded;
  }

  /** Lets elements pass as far as they were asked for, unless it was shut. */
  final void open() {
    long before = open;
    while (before != SHUT && !OPEN.compareAndSet(this, before, forwarded)) {
      before = open;
    }
  }

  /** From now on every element is looked at. */
  final void shut() {
    open = SHUT;
  }

  /** The publisher is to send no more. */
  final void drop() {
    Flow.Subscription from = upstream;
    if (from != null) {
      try {
        from.cancel();
      } catch (Throwable refused) { // it has gone its own way already, for us
        if (LOG.isDebugEnabled()) {
          LOG.debug("a stream could not be cancelled: {}", OneLine.all(refused, refused));
        }
      }
    }
  }
}

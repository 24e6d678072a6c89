package io.retrykit.async;

import io.retrykit.loop.CallState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the attempts of a {@link Volley} have come to that were not good. If none is, it ends with the last of them, or with one whose
 * word weighs more: a final one, a veto, a server's. Safe for use by many threads.
 */
final class VolleyEnds<T extends @Nullable Object> {
  private final List<@Nullable Throwable> before = new ArrayList<>(0); // null for a result
  private @Nullable Throwable failure;
  private @Nullable T result;
  private boolean any;
  private long weight; // of what it ends with
  private boolean reported; // to the budget, before it was the last
  private boolean over; // the last one has come
  private boolean closed;
  private int ended;

  /** An attempt ends. Returns how many have before it. */
  synchronized int next() {
    return ended++;
  }

  /**
   * An attempt was not good. Of two the one with more weight is what it ends with, of equal ones the later.
   *
   * @param isLast whether nothing comes after it: the budget hears of it from the call, if it is what that ends with
   * @return whether the budget is still to hear of it, and the result that nobody wants any more
   */
  synchronized Added<T> add(
      @Nullable Throwable thrown, @Nullable T returned, long itsWeight, boolean isLast) {
    if (closed || over) {
      return new Added<>(true, returned);
    }
    over = isLast;
    if (any && itsWeight < weight) {
      before.add(thrown);
      return new Added<>(true, returned);
    }
    @Nullable T unwanted = pass();
    failure = thrown;
    result = returned;
    weight = itsWeight;
    any = true;
    reported = !isLast;
    return new Added<>(!isLast, unwanted);
  }

  /** What becomes of an attempt that was not good. */
  record Added<T extends @Nullable Object>(
      boolean isToBeReported, @Nullable T unwanted) {}

  /** The last one is not what it ends with. */
  private @Nullable T pass() {
    if (any) {
      before.add(failure);
    }
    @Nullable T unwanted = result;
    any = false;
    failure = null;
    result = null;
    reported = false;
    return unwanted;
  }

  /** Another one was good, or nobody wants any. Returns the result that nobody wants any more. */
  synchronized @Nullable T giveUp() {
    closed = true;
    return pass();
  }

  /** Returns what it ends with; null if that is {@link #takeResult}. */
  synchronized @Nullable Throwable failure() {
    return failure;
  }

  /** Takes the result it ends with. */
  synchronized @Nullable T takeResult() {
    closed = true;
    @Nullable T taken = result;
    result = null;
    return taken;
  }

  /**
   * Tells the call what came before what it ended with, and whether the budget knows of that.
   *
   * @param made how many attempts there were
   */
  synchronized void tell(CallState call, int made) {
    before.forEach(call::failedBeside);
    call.cancelledBeside(made - 1 - before.size());
    if (reported) {
      call.reported();
    }
  }
}

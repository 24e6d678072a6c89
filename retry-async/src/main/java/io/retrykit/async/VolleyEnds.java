package io.retrykit.async;

import io.retrykit.loop.CallState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the attempts of a {@link Volley} have come to that were not good. The last of them is what it ends with if none is,
 * or the first that is final. Safe for use by many threads.
 */
final class VolleyEnds<T extends @Nullable Object> {
  private final List<@Nullable Throwable> before = new ArrayList<>(0); // null for a result
  private @Nullable Throwable failure;
  private @Nullable T result;
  private boolean any;
  private boolean decided; // the last one is final
  private boolean reported; // to the budget, before it was the last
  private boolean closed;
  private int ended;

  /** An attempt ends. Returns how many have before it. */
  synchronized int next() {
    return ended++;
  }

  /**
   * An attempt was not good.
   *
   * @param isReported whether the budget hears of it now, and not as the last one
   * @return the result that nobody wants any more
   */
  synchronized @Nullable T add(
      @Nullable Throwable thrown, @Nullable T returned, boolean isFinal, boolean isReported) {
    if (decided || closed) {
      return returned;
    }
    @Nullable T unwanted = pass();
    failure = thrown;
    result = returned;
    any = true;
    decided = isFinal;
    reported = isReported;
    return unwanted;
  }

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

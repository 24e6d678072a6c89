package io.retrykit.ratelimit;

import io.retrykit.guard.Admission;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A store's lease with the key it was taken under, which the store needs to take it back. */
record KeyedLease(String key, @Nullable Object lease) {
  /** Returns a store's answer, a grant in it or later with the key beside its lease. */
  static Admission around(String key, Admission answer) {
    return switch (answer.kind()) {
      case GRANTED ->
        Admission.grantedAfter(new KeyedLease(key, answer.lease()), answer.waitNanos());
      case REFUSED -> answer;
      case PENDING -> Admission.pending(later(key, answer));
    };
  }

  private static CompletableFuture<Admission> later(String key, Admission pending) {
    CompletableFuture<Admission> keyed = new CompletableFuture<>();
    pending.stage().whenComplete((given, failure) -> {
      if (failure != null) {
        keyed.completeExceptionally(failure); // as it is, without a wrapper
      } else {
        keyed.complete(given == null ? given : around(key, given));
      }
    });
    return keyed;
  }
}

package io.retrykit.testing;

import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.Guard;
import io.retrykit.time.Nanos;
import java.io.IOException;

/** What an engine says to a guard, by hand. */
public final class Attempts {
  private Attempts() {}

  /** Returns a first attempt for a key. */
  public static AdmissionRequest request(String key) {
    return AdmissionRequest.first(key, 1, Nanos.FOREVER);
  }

  /** Asks for an attempt. */
  public static Admission ask(Guard guard) {
    return guard.admit(request(""));
  }

  /** Makes attempts that succeed. */
  public static void succeed(Guard guard, int times) {
    for (int i = 0; i < times; i++) {
      guard.succeeded(ask(guard).lease(), "good", Admission.UNKNOWN);
    }
  }

  /** Makes an attempt that succeeds after a time. */
  public static void succeedAfter(Guard guard, long nanos) {
    guard.succeeded(ask(guard).lease(), "good", nanos);
  }

  /** Makes attempts that fail. */
  public static void fail(Guard guard, int times) {
    for (int i = 0; i < times; i++) {
      fail(guard, new IOException("down"));
    }
  }

  /** Makes an attempt that fails in a way of its own. */
  public static void fail(Guard guard, Exception failure) {
    end(guard, failure, Verdict.noOpinion());
  }

  /** Makes an attempt that is throttled. */
  public static void throttle(Guard guard) {
    end(guard, new IOException("slow down"), Verdict.throttled());
  }

  private static void end(Guard guard, Exception failure, Verdict verdict) {
    guard.failed(ask(guard).lease(), Outcome.ofFailure(failure), verdict, Admission.UNKNOWN);
  }
}

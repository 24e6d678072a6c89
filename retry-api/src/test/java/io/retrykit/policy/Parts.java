package io.retrykit.policy;

import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.Guard;
import io.retrykit.guard.RetryBudget;

/** A guard and a budget with a name and nothing else. */
final class Parts {
  private Parts() {}

  static Guard guard(String name) {
    return new Guard() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Admission admit(AdmissionRequest request) {
        return Admission.granted();
      }
    };
  }

  static RetryBudget budget(String name) {
    return new RetryBudget() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public long acquire(AdmissionRequest request, Outcome outcome, Verdict verdict) {
        return REFUSED;
      }
    };
  }
}

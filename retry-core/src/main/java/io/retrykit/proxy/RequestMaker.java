package io.retrykit.proxy;

import io.retrykit.guard.AdmissionRequest;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.time.Nanos;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the methods of one proxy ask guards and budget about; without a key, the policy's name. */
record RequestMaker(@Nullable String key, long cost) {
  static final RequestMaker PLAIN = new RequestMaker(null, 1);

  RequestMaker withKey(String newKey) {
    return new RequestMaker(Objects.requireNonNull(newKey, "key"), cost);
  }

  RequestMaker withCost(long newCost) {
    if (newCost < 0) {
      throw new IllegalArgumentException("cost must be zero or more, was " + newCost);
    }
    return new RequestMaker(key, newCost);
  }

  AdmissionRequest of(RetryPolicy policy) {
    long remaining =
        policy.maxDuration().map(limit -> Nanos.of("maxDuration", limit)).orElse(Nanos.FOREVER);
    return AdmissionRequest.first(key == null ? policy.name() : key, cost, remaining);
  }
}

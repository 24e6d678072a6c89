/** The vocabulary of retrying: policies, backoffs, verdicts on failures, and what may hold back an attempt. */
@org.jspecify.annotations.NullMarked
module io.retrykit.api {
  requires static transitive org.jspecify;

  exports io.retrykit.annotation;
  exports io.retrykit.backoff;
  exports io.retrykit.call;
  exports io.retrykit.failure;
  exports io.retrykit.guard;
  exports io.retrykit.policy;
  exports io.retrykit.spi;
  exports io.retrykit.time;
}

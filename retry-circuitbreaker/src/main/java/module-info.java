/** Circuit breakers: what stops calls to a service that is down, and lets it come back. */
@org.jspecify.annotations.NullMarked
module io.retrykit.circuitbreaker {
  requires static transitive org.jspecify;
  requires transitive io.retrykit.api;
  requires jdk.jfr;
  requires org.slf4j;

  exports io.retrykit.circuitbreaker;

  provides io.retrykit.spi.GuardProvider with
      io.retrykit.circuitbreaker.plugin.CircuitBreakerProvider;
}

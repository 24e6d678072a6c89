module consumer {
  requires io.retrykit.async;
  requires io.retrykit.circuitbreaker;
  requires io.retrykit.ratelimit;
}

module consumer {
  requires io.retrykit.core;
  requires io.retrykit.circuitbreaker;
}

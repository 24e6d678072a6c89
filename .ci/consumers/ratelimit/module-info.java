module consumer {
  requires io.retrykit.core;
  requires io.retrykit.ratelimit;
  exports consumer; // so that failures can be asked for their status
}

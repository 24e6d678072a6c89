module consumer {
  requires io.retrykit.core;
}

module consumer {
  requires io.retrykit.async;
}

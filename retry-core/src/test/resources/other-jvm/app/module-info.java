module app {
  requires io.retrykit.core;
}

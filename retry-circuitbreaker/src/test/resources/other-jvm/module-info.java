module app {
  requires io.retrykit.core;

  exports app;
}

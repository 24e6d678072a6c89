module app {
  requires io.retrykit.async;

  exports app;
}

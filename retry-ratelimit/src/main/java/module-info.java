/** Rate limits: recognised, honoured, and stayed below. */
@org.jspecify.annotations.NullMarked
module io.retrykit.ratelimit {
  requires static transitive org.jspecify;
  requires transitive io.retrykit.api;

  exports io.retrykit.ratelimit;
  exports io.retrykit.throttle.hint;

  provides io.retrykit.spi.GuardProvider with
      io.retrykit.ratelimit.plugin.AdaptiveRateProvider,
      io.retrykit.ratelimit.plugin.QuotaProvider;
}

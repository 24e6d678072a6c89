/** Rate limits: recognised, honoured, and stayed below. */
@org.jspecify.annotations.NullMarked
module io.retrykit.ratelimit {
  requires static transitive org.jspecify;
  requires transitive io.retrykit.api;

  exports io.retrykit.ratelimit;
  exports io.retrykit.throttle;
  exports io.retrykit.throttle.hint;

  provides io.retrykit.spi.BudgetProvider with
      io.retrykit.ratelimit.plugin.AwsStandard2026Budget,
      io.retrykit.ratelimit.plugin.AwsStandardBudget,
      io.retrykit.ratelimit.plugin.GrpcThrottleBudget,
      io.retrykit.ratelimit.plugin.PercentageBudget;
  provides io.retrykit.spi.ClassifierProvider with
      io.retrykit.throttle.plugin.RateLimitClassifier;
  provides io.retrykit.spi.GuardProvider with
      io.retrykit.ratelimit.plugin.AdaptiveRateProvider,
      io.retrykit.ratelimit.plugin.QuotaProvider,
      io.retrykit.ratelimit.plugin.RateLimiterProvider;
  provides io.retrykit.spi.PolicyProvider with
      io.retrykit.throttle.plugin.AwsStandard2026Policy,
      io.retrykit.throttle.plugin.AwsStandardPolicy,
      io.retrykit.throttle.plugin.RateLimitPolicy;
}

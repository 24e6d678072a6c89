module consumer {
  requires io.retrykit.async;
  requires io.retrykit.circuitbreaker;
  requires io.retrykit.ratelimit;
  requires software.amazon.awssdk.awscore;
  requires software.amazon.awssdk.core;
  requires software.amazon.awssdk.http;
  requires software.amazon.awssdk.services.bedrockruntime;
}

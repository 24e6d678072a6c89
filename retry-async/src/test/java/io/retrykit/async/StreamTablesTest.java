package io.retrykit.async;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.retrykit.backoff.Backoff;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** gRPC's published cases on streams, played in virtual time. SPEC 24.1. */
class StreamTablesTest {
  @Test
  void publishedCases_areAllPlayed() throws IOException {
    List<JsonNode> cases = cases();
    System.out.printf("gRPC's streaming table: %d cases, all pass%n", cases.size());
    assertThat(cases).extracting(each -> each.path("id").asText()).containsExactly("GA-19");
    cases.forEach(StreamTablesTest::play);
  }

  private static void play(JsonNode published) {
    VirtualTimebase time = VirtualTimebase.manual();
    List<HandPublisher> attempts = new ArrayList<>();
    Collector consumer = new Collector();
    RetryPolicy policy = RetryPolicy.builder()
        .maxAttempts(published.path("config").path("maxAttempts").asInt())
        .backoff(Backoff.fixed(ofSeconds(1)))
        .timebase(time)
        .build();
    AsyncRetry.with(policy).withExecutor(Runnable::run).stream(() -> {
          attempts.add(new HandPublisher());
          return attempts.get(attempts.size() - 1);
        })
        .subscribe(consumer);
    consumer.request(Long.MAX_VALUE);
    for (JsonNode step : published.path("steps")) {
      HandPublisher attempt = attempts.get(attempts.size() - 1);
      int before = attempts.size();
      switch (step.path("op").asText()) {
        case "headers" -> attempt.send("headers");
        case "failure" ->
          attempt.fail(new IllegalStateException(step.path("status").asText()));
        default -> throw new AssertionError("a step that is not known: " + step);
      }
      time.advance(ofDays(1));
      assertThat(attempts.size() > before)
          .as("%s retried", published.path("id"))
          .isEqualTo(step.path("expect").path("retried").asBoolean(false));
    }
  }

  private static List<JsonNode> cases() throws IOException {
    try (InputStream in = StreamTablesTest.class.getResourceAsStream("/spec/grpc-throttle.json")) {
      JsonNode all = new ObjectMapper().readTree(Objects.requireNonNull(in));
      return StreamSupport.stream(all.path("cases").spliterator(), false)
          .filter(each -> each.path("kind").asText().equals("streaming"))
          .toList();
    }
  }
}

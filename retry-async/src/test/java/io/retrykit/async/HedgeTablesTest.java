package io.retrykit.async;

import static java.time.Duration.ofMillis;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.retrykit.failure.Verdict;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The published cases on hedging, played in virtual time, a millisecond at a step. */
class HedgeTablesTest {
  private static final long LONGEST = 3_000;

  /** One play of one case. */
  record Play(String id, JsonNode config, JsonNode step) {
    @Override
    public String toString() {
      return id + " " + step;
    }
  }

  static Stream<Play> plays() throws IOException {
    return cases()
        .flatMap(each -> StreamSupport.stream(each.path("steps").spliterator(), false)
            .map(step -> new Play(each.path("id").asText(), each.path("config"), step)));
  }

  private static Stream<JsonNode> cases() throws IOException {
    try (InputStream in = HedgeTablesTest.class.getResourceAsStream("/spec/grpc-throttle.json")) {
      JsonNode all = new ObjectMapper().readTree(Objects.requireNonNull(in));
      return StreamSupport.stream(all.path("cases").spliterator(), false)
          .filter(each -> each.path("kind").asText().equals("hedging"));
    }
  }

  @Test
  void publishedCases_areAllPlayed() throws IOException {
    Set<String> played = new TreeSet<>();
    plays().map(Play::id).forEach(played::add);
    System.out.printf(
        "hedging table: %d cases, %d pass, 0 deviate%n", cases().count(), played.size());
    assertThat(played).containsExactly("GA-12", "GA-13", "GA-16", "GA-17");
  }

  private final VirtualTimebase time = VirtualTimebase.manual();
  private final List<CompletableFuture<String>> attempts = new ArrayList<>();
  private final List<Long> starts = new ArrayList<>();

  @ParameterizedTest
  @MethodSource("plays")
  void play_beginsItsAttemptsWhenPublished(Play play) {
    CompletableFuture<String> call = call(play.config);
    Map<Long, JsonNode> responses = StreamSupport.stream(
            play.step.path("responses").spliterator(), false)
        .collect(toMap(each -> each.path("atMs").asLong(), each -> each));
    for (long now = 1; now <= LONGEST; now++) {
      time.advance(ofMillis(1));
      if (responses.containsKey(now)) {
        respond(responses.get(now));
      }
    }
    JsonNode expect = play.step.path("expect");
    assertThat(starts).isEqualTo(longs(expect.path("attemptStartsMs")));
    for (JsonNode cancelled : expect.path("cancelled")) {
      assertThat(attempts.get(cancelled.asInt() - 1)).isCancelled();
    }
    if (expect.has("result")) {
      assertThat(call).isCompletedWithValue(expect.path("result").asText());
    } else {
      assertThat(call).isNotDone();
    }
  }

  private CompletableFuture<String> call(JsonNode config) {
    RetryPolicy policy = RetryPolicy.builder()
        .maxAttempts(1)
        .timebase(time)
        .classifier(HedgeTablesTest::verdict)
        .build();
    Hedge hedge = Hedge.after(ofMillis(config.path("hedgingDelayMs").asLong()))
        .withMaxAttempts(config.path("maxAttempts").asInt());
    return AsyncRetry.with(policy).withExecutor(Runnable::run).withHedge(hedge).call(() -> {
      starts.add(time.elapsed().toMillis());
      attempts.add(new CompletableFuture<>());
      return attempts.get(attempts.size() - 1);
    });
  }

  private void respond(JsonNode response) {
    int number = response.path("attempt").asInt();
    CompletableFuture<String> attempt = attempts.get(number - 1);
    if (response.path("status").asText().equals("OK")) {
      attempt.complete("attempt " + number);
    } else {
      attempt.completeExceptionally(
          new StatusException(response.path("pushbackMs").asLong(0)));
    }
  }

  private static Verdict verdict(Throwable failure) {
    if (!(failure instanceof StatusException status) || status.pushbackMs == 0) {
      return Verdict.noOpinion();
    }
    return status.pushbackMs < 0
        ? Verdict.veto("pushback")
        : Verdict.retry().withPushback(ofMillis(status.pushbackMs));
  }

  private static List<Long> longs(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false)
        .map(JsonNode::asLong)
        .toList();
  }

  /** A failure with a status that is not fatal. */
  private static final class StatusException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long pushbackMs;

    StatusException(long pushbackMs) {
      super("UNAVAILABLE");
      this.pushbackMs = pushbackMs;
    }
  }
}

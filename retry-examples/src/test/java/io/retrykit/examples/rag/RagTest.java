package io.retrykit.examples.rag;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrykit.call.AttemptTimeoutException;
import io.retrykit.call.RetryExhaustedException;
import io.retrykit.examples.ExitCode;
import io.retrykit.examples.SeparateJvm;
import io.retrykit.policy.RetryEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class RagTest {
  @TempDir
  Path folder;

  @AutoClose
  private final PassageIndex index = new PassageIndex();

  private final List<RetryEvent> heard = Collections.synchronizedList(new ArrayList<>());

  private SearchClient client(SearchServer server, long millis) {
    return new SearchClient(server.endpoint(), ofMillis(millis), heard::add);
  }

  @ParameterizedTest
  @CsvSource({
    "What is a retry storm?, Retry storms",
    "Why add jitter to pauses?, Jitter",
    "When does the circuit breaker open?, Circuit breakers",
    "How many tokens per minute does Bedrock allow?, Throttling on Bedrock",
    "What is an idempotency key for?, Idempotency",
    "What does the header Retry-After hold?, Server hints",
    "Should the AWS SDK retry by itself?, Retries of the SDK"
  })
  void search_findsThePassage(String question, String title) {
    List<Passage> found = index.search(question, 3);
    assertThat(found).hasSize(3).first().extracting(Passage::title).isEqualTo(title);
    assertThat(found)
        .extracting(Passage::score)
        .isSortedAccordingTo((one, other) -> Double.compare(other, one));
  }

  @Test
  void embedding_isOfLengthOne_andTheSameForTheSameText() {
    float[] point = Embedding.of("Jitter spreads pauses.");
    double square = 0;
    for (float part : point) {
      square += (double) part * part;
    }
    assertThat(square).isBetween(0.9999, 1.0001);
    assertThat(Embedding.of("jitter, SPREADS: pauses")).isEqualTo(point);
    assertThat(Embedding.of("?!")).hasSize(Embedding.DIMENSIONS);
  }

  @Test
  void search_throughEveryKindOfFailure_arrives() throws Exception {
    try (SearchServer server = new SearchServer(index, 3)) {
      List<Passage> found =
          client(server, 300).search("What is jitter & why?", 2).get();
      assertThat(found).isEqualTo(index.search("What is jitter & why?", 2));
      assertThat(server.requestCount()).isEqualTo(4);
    }
    List<RetryEvent> retries =
        heard.stream().filter(event -> event.type() == RetryEvent.Type.RETRY).toList();
    assertThat(retries.get(0).failure()).isNull();
    assertThat(retries.get(1).failure()).isInstanceOf(AttemptTimeoutException.class);
    assertThat(retries.subList(2, retries.size())) // newer JDKs ask again by themselves
        .hasSizeLessThan(2)
        .allMatch(event -> event.failure() instanceof IOException);
  }

  @Test
  void search_thatFailsEveryTime_saysSo() {
    try (SearchServer server = new SearchServer(index, 100)) {
      assertThatThrownBy(() -> client(server, 100).search("why?", 1).get())
          .rootCause()
          .isInstanceOfAny(
              AttemptTimeoutException.class, IOException.class, RetryExhaustedException.class);
      assertThat(server.requestCount()).isGreaterThanOrEqualTo(5); // those of the JDK's client, too
    }
  }

  @Test
  void server_closed_lostNobody() throws Exception {
    SearchServer server = new SearchServer(index, 2);
    SearchClient client = client(server, ofSeconds(60).toMillis());
    var silent = client.search("why?", 1);
    while (server.requestCount() < 2) {
      Thread.sleep(10);
    }
    server.close();
    assertThatThrownBy(silent::get).hasCauseInstanceOf(IOException.class);
  }

  @Test
  void command_answersFromWhatWasFound() throws Exception {
    SeparateJvm ran = SeparateJvm.run(
        folder, "rag", "--failures", "1", "--retry-after", "0", "--initial-delay", "10ms");
    assertThat(ran.code()).isZero();
    assertThat(ran.out())
        .contains(
            "the search saw 4 requests",
            "answer: A circuit breaker counts failures and opens when there are too many. [1]",
            "the model saw 2 requests")
        .anyMatch(line -> line.matches("\\[1] 0\\.\\d\\d {2}Circuit breakers"));
  }

  @Test
  void command_thatFindsNothingNear_doesNotAskTheModel() throws Exception {
    SeparateJvm ran = SeparateJvm.run(
        folder, "rag", "--search-failures", "0", "--question", "Penguins in the quantum sea");
    assertThat(ran.code()).isZero();
    assertThat(ran.out())
        .contains("nothing near enough was found, so the model is not asked")
        .noneMatch(line -> line.startsWith("answer:"));
  }

  @Test
  void command_whoseSearchFails_saysSoInALine() throws Exception {
    SeparateJvm ran = SeparateJvm.run(folder, "rag", "--search-failures", "99");
    assertThat(ran.code()).isEqualTo(ExitCode.FAILED);
    assertThat(ran.err()).singleElement().asString().startsWith("failed: the search: ");
  }

  @ParameterizedTest
  @CsvSource({
    "--question, ' ', --question must not be empty",
    "--top, 0, '--top must be 1 to 100, was 0'",
    "--threshold, 2, '--threshold must be 0 to 1, was 2.0'",
    "--search-failures, -1, '--search-failures must be zero or more, was -1'"
  })
  void command_usedWrongly_namesIt(String option, String value, String message) throws Exception {
    SeparateJvm ran = SeparateJvm.run(folder, "rag", option, value);
    assertThat(ran.code()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.err()).singleElement().asString().startsWith(message);
  }
}

package io.retrykit.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrykit.async.AsyncRetry;
import io.retrykit.async.RetryStream;
import io.retrykit.backoff.Backoff;
import io.retrykit.circuitbreaker.CircuitBreaker;
import io.retrykit.circuitbreaker.CircuitState;
import io.retrykit.config.Policies;
import io.retrykit.examples.bedrock.EmbeddedBedrock;
import io.retrykit.policy.RetryPolicy;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.BedrockRuntimeException;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;

class ReadmeTest {
  private static final Path README = Path.of("..", "README.md");
  private static final Path SOURCES = Path.of("src/main/java/io/retrykit/examples");
  private static final Pattern MARKED =
      Pattern.compile("// readme: begin\\n(.*?) +// readme: end", Pattern.DOTALL);

  private static final Pattern KEY_COLUMN = Pattern.compile("^\\| (`[^|]*) \\|", Pattern.MULTILINE);
  private static final Pattern BACKTICKED = Pattern.compile("`([^`]+)`");

  @ParameterizedTest
  @CsvSource({
    "QuickStart.java, 1",
    "RateLimitRecipes.java, 4",
    "BreakerRecipes.java, 8",
    "AsyncRecipes.java, 4"
  })
  void code_inTheReadme_isWhatIsCompiledHere(String file, int examples) throws IOException {
    String readme = Files.readString(README);
    List<String> marked = MARKED
        .matcher(Files.readString(SOURCES.resolve(file)))
        .results()
        .map(found -> found.group(1))
        .toList();
    assertThat(marked)
        .hasSize(examples)
        .allSatisfy(code -> assertThat(readme).contains("```java\n" + code + "```"));
  }

  @Test
  void rateLimitRecipes_areWhatTheySay() {
    assertThat(RateLimitRecipes.recognised().policy().name()).isEqualTo("rate-limit");
    assertThat(RateLimitRecipes.limited().policy().guards()).hasSize(1);
    assertThat(RateLimitRecipes.budgets()).doesNotContainNull().hasSize(4);
  }

  /** The embedded server speaks no Converse: that the call reaches it, and is not retried, is what can be seen. */
  @Test
  void quotaRecipe_getsAsFarAsTheServer() {
    try (EmbeddedBedrock server = EmbeddedBedrock.start();
        BedrockRuntimeClient client = BedrockClients.embedded(server.endpoint())) {
      ConverseRequest request = ConverseRequest.builder()
          .modelId("anthropic.claude-3-haiku-20240307-v1:0")
          .build();
      assertThatThrownBy(() -> RateLimitRecipes.quota(client, request, 100, 1_000))
          .isInstanceOf(BedrockRuntimeException.class);
      assertThat(server.requestCount()).isOne();
    }
  }

  /** Each of the calls fails once before it succeeds. */
  @Test
  void asyncRecipes_doWhatTheySay() {
    int[] calls = {0};
    AsyncRecipes.Client client = new AsyncRecipes.Client() {
      @Override
      public CompletableFuture<String> invokeAsync(String prompt) {
        return ++calls[0] % 2 == 1
            ? CompletableFuture.failedFuture(new IOException("no"))
            : CompletableFuture.completedFuture(prompt);
      }

      @Override
      public String invoke(String prompt) throws TimeoutException {
        if (++calls[0] % 2 == 1) {
          throw new TimeoutException("no");
        }
        return prompt;
      }

      @Override
      public Flow.Publisher<String> stream(String prompt) {
        return subscriber -> {
          SubmissionPublisher<String> sent = new SubmissionPublisher<>(Runnable::run, 8);
          sent.subscribe(subscriber);
          if (++calls[0] % 2 == 1) {
            sent.closeExceptionally(new IOException("no"));
          } else {
            List.of(prompt, "[DONE]").forEach(sent::submit);
            sent.close();
          }
        };
      }
    };
    RetryPolicy atOnce = RetryPolicy.builder().backoff(Backoff.none()).build();
    assertThat(AsyncRecipes.calls(atOnce, client, Runnable::run, "prompt"))
        .hasSize(4)
        .allSatisfy(call -> assertThat(call).isCompletedWithValue("prompt"));

    List<String> screen = new ArrayList<>();
    RetryStream<String> words = AsyncRecipes.whole(AsyncRetry.with(atOnce), client, "prompt");
    AsyncRecipes.read(words, screen::add);
    AsyncRecipes.read(AsyncRecipes.goneOnWith(words, client, "prompt"), screen::add);
    assertThat(screen).containsExactly("prompt", "[DONE]", "prompt", "[DONE]");
  }

  @Test
  void propertiesOfRateLimits_inTheReadme_makeAPolicy() throws IOException {
    String text = Files.readString(README);
    String from = text.substring(text.indexOf("claude.based-on = rate-limit"));
    Properties properties = new Properties();
    properties.load(new StringReader(from.substring(0, from.indexOf("```"))));
    RetryPolicy policy = Policies.from(properties).get("claude");
    assertThat(policy.guards()).hasSize(1);
    assertThat(policy.maxAttempts()).isEqualTo(5);
  }

  @Test
  void propertiesOfACircuitBreaker_inTheReadme_makeAPolicy() throws IOException {
    String text = Files.readString(README);
    String from = text.substring(text.indexOf("claude.guards = circuit-breaker"));
    Properties properties = new Properties();
    properties.load(new StringReader(from.substring(0, from.indexOf("```"))));
    RetryPolicy policy = Policies.from(properties).get("claude");
    assertThat(policy.guards())
        .singleElement()
        .isInstanceOfSatisfying(
            CircuitBreaker.class,
            breaker -> assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED));
  }

  /** Whoever misspells a key is told which there are; the README has the same. */
  @Test
  void keysOfACircuitBreaker_inTheReadme_areThoseThereAre() throws IOException {
    String text = Files.readString(README);
    String table = text.substring(text.indexOf("all below `claude.circuit-breaker.`"));
    String keys = KEY_COLUMN
        .matcher(table.substring(0, table.indexOf("###")))
        .results()
        .flatMap(row -> BACKTICKED.matcher(row.group(1)).results())
        .map(key -> key.group(1))
        .sorted()
        .collect(Collectors.joining(", "));
    Properties properties = new Properties();
    properties.setProperty("claude.guards", "circuit-breaker");
    properties.setProperty("claude.circuit-breaker.opne-time", "1s");
    assertThatThrownBy(() -> Policies.from(properties)).hasMessageContaining(keys);
  }

  @Test
  void quickStart_modelAnswers_returnsItsText() throws TimeoutException {
    assertThat(QuickStart.ask("why?", prompt -> "because of " + prompt))
        .isEqualTo("because of why?");
  }

  @Test
  void quickStart_failureNotSelected_arrivesAsItIs() {
    IllegalStateException failure = new IllegalStateException("broken");
    assertThatThrownBy(() -> QuickStart.ask("why?", prompt -> {
          throw failure;
        }))
        .isSameAs(failure);
  }

  @Test
  void explanationOfTheDefaults_inTheReadme_isWhatThePolicySays() throws IOException {
    assertThat(Files.readString(README))
        .contains("```\n" + RetryPolicy.defaults().explain() + "```");
  }

  @Test
  void commands_inTheReadme_standInItsFirstScreen() throws IOException {
    assertThat(Files.readAllLines(README).subList(0, 32))
        .contains("mvn -q -pl retry-examples -am compile exec:java", "mvn clean verify");
  }
}

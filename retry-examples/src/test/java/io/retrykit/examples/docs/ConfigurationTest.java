package io.retrykit.examples.docs;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.Retry;
import io.retrykit.circuitbreaker.CircuitBreaker;
import io.retrykit.circuitbreaker.CircuitState;
import io.retrykit.config.Policies;
import io.retrykit.policy.RetryPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code docs/guide/configuration.md}: its code, and that its tables have every key there is, and no other. */
class ConfigurationTest {
  private static final Path PAGE = Page.ROOT.resolve("docs/guide/configuration.md");
  private static final Pattern ROW = Pattern.compile("\\| ((?:`[^`]+`(?:, )?)+) \\|.*");
  private static final Pattern KEY = Pattern.compile("`([^`]+)`");

  @TempDir
  Path directory;

  @Test
  void load_fileOfThePage_hasItsPolicies() throws IOException {
    String text = Page.read(PAGE).blocks("properties").get(0).code().text();
    Path file = Files.writeString(directory.resolve("retry.properties"), text);
    // docs: begin configuration/load
    Policies policies = Policies.load(file); // every mistake in it fails here
    RetryPolicy orders = policies.get("orders");
    Retry retry = Retry.with(orders);
    // docs: end
    assertThat(retry.policy()).isSameAs(orders);
    assertThat(orders.maxAttempts()).isEqualTo(5);
    assertThat(orders.backoff().leastNanos(1, 0)).isEqualTo(ofMillis(100).toNanos());
    assertThat(policies.get("refunds").maxDuration()).contains(ofSeconds(60));
    assertThat(policies.get("refunds").maxAttempts()).isEqualTo(5);
  }

  @Test
  void breaker_ofAConfiguredPolicy_isFoundAmongItsGuards() {
    Policies policies = Policies.from(DocsTest.properties("orders.guards = circuit-breaker"));
    // docs: begin configuration/breaker
    CircuitBreaker breaker = (CircuitBreaker) policies.get("orders").guards().get(0);
    // docs: end
    assertThat(breaker.name()).isEqualTo("orders.circuit-breaker");
    assertThat(breaker.state()).isEqualTo(CircuitState.CLOSED);
  }

  @Test
  void systemProperty_belowRetrykit_makesAPolicy() {
    System.setProperty("retrykit.orders.max-attempts", "2");
    try {
      // docs: begin configuration/system
      Policies policies = Policies.fromSystemProperties(); // -Dretrykit.orders.max-attempts=2
      // docs: end
      assertThat(policies.get("orders").maxAttempts()).isEqualTo(2);
    } finally {
      System.clearProperty("retrykit.orders.max-attempts");
    }
  }

  @Test
  void mistakes_ofAFile_areToldAsThePageShows() throws IOException {
    String mistakes = List.of(
            "orders.max-atempts = 5",
            "orders.initial-delay = 5",
            "orders.max-attempts = unlimited",
            "orders.guards = circuit-braker")
        .stream()
        .map(line ->
            catchThrowable(() -> Policies.from(DocsTest.properties(line))).getMessage())
        .collect(Collectors.joining("\n\n"));
    Output.isShown("configuration/mistakes", mistakes);
  }

  /** Whoever misspells a key is told which there are: those the page has to list below a heading. */
  @ParameterizedTest
  @CsvSource({
    "Policies, a.none = 1",
    "Rate limiter, a.guards = rate-limiter; a.rate-limiter.none = 1; a.rate-limiter.permits = 1",
    "Quota, a.guards = quota; a.quota.none = 1; a.quota.requests-per-minute = 1",
    "Adaptive rate, a.guards = adaptive-rate; a.adaptive-rate.none = 1",
    "Circuit breaker, a.guards = circuit-breaker; a.circuit-breaker.none = 1",
    "AWS budgets, a.budget = aws-standard; a.aws-standard.none = 1",
    "gRPC throttle, a.budget = grpc-throttle; a.grpc-throttle.none = 1",
    "Percentage, a.budget = percentage; a.percentage.none = 1",
  })
  void keys_belowAHeading_areThoseThereAre(String heading, String misspelt) throws IOException {
    assertThatThrownBy(() -> Policies.from(DocsTest.properties(misspelt.replace("; ", "\n"))))
        .hasMessageContaining("[" + String.join(", ", keysBelow(heading)) + "]");
  }

  private static List<String> keysBelow(String heading) throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf("# " + heading + "\n");
    assertThat(begin).as("the heading %s", heading).isPositive();
    int end = page.indexOf("\n#", begin + 2);
    return ROW.matcher(page.substring(begin, end < 0 ? page.length() : end))
        .results()
        .flatMap(row -> KEY.matcher(row.group(1)).results())
        .map(key -> key.group(1))
        .sorted()
        .toList();
  }
}

package io.retrykit.throttle;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.retrykit.testing.PublishedCases;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Published cases that leave the answer to whoever retries: each names the rule that decides it. That we keep to our answer
 * is tested where the tables are played.
 */
class PolicyCasesTest {
  private static final Map<String, String> DECIDED = Map.ofEntries(
      entry("EC-024", "SPEC 17.4: it may be the clock, so it is left to the policy"),
      entry("EC-026", "SPEC 17.4: the same"),
      entry("EC-058", "SPEC 17.1: status 429 is throttled"),
      entry("EC-060", "SPEC 17.2: 408 is transient"),
      entry("EC-062", "SPEC 17.4: a model's own error is left to the policy"),
      entry("EC-072", "SPEC 17.2: the model broke off, a transient code"),
      entry("EC-094", "SPEC 17.1: words of a rate, where no code says anything"),
      entry("RA-039", "SPEC 17.5: a fraction of a second is read as written"),
      entry("RA-056", "SPEC 17.5: second 60 is the one after 59"),
      entry("RA-058", "SPEC 17.5: the day of the week is not compared"),
      entry("RA-066", "SPEC 17.5: names are told apart by upper and lower case"),
      entry("RA-095", "SPEC 7.1: no pause is shorter than the header says"),
      entry("RL-009", "SPEC 17.5: the unified limit's reset counts"),
      entry("RL-035", "SPEC 17.5: nanoseconds are read as written"));

  @Test
  void everyCaseThatLeavesAChoice_namesTheRuleThatDecidesIt() {
    Set<String> open = new TreeSet<>();
    for (String table : new String[] {"aws-error-codes", "retry-after", "ratelimit-headers"}) {
      open.addAll(PublishedCases.of(table).ids(PolicyCasesTest::isOpen));
    }
    System.out.printf("policy cases: %d, decided by a rule each%n", open.size());
    assertThat(DECIDED.keySet()).containsExactlyInAnyOrderElementsOf(open);
    assertThat(DECIDED.values())
        .allSatisfy(rule -> assertThat(rule).matches("SPEC \\d+\\.\\d+: .+"));
  }

  /** Some expectation is "policy", or says so at its beginning or in brackets. */
  private static boolean isOpen(JsonNode published) {
    for (Map.Entry<String, JsonNode> expected : published.path("expect").properties()) {
      String text = expected.getValue().asText();
      if (text.startsWith("policy") || text.contains("(policy")) {
        return true;
      }
    }
    return false;
  }
}

package io.retrykit.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A look at the letters must not hide what a search would find. */
class PhrasesPropertiesTest {
  private static final List<String> PIECES = List.of(
      "rate",
      "limit",
      "exceeded",
      "request",
      " is too high",
      "too",
      "many",
      "requests",
      "tokens",
      "please wait",
      "throttl",
      "THROTTL",
      "Throttl",
      "insufficient_quota",
      "daily ",
      "quota",
      " per day",
      "calls",
      "(TPD)",
      "(rpd)",
      "secondary ",
      "ed",
      "ing",
      "s ",
      "reached",
      "Exception",
      "PerDay",
      "Per",
      "exceeded your current ",
      "_",
      "-",
      " ",
      ",",
      "not ",
      "x",
      "R",
      "T",
      "billing_hard_limit_reached",
      "\u00e9",
      "0");

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of(PIECES)
        .list()
        .ofMinSize(1)
        .ofMaxSize(8)
        .map(each -> String.join("", each));
  }

  /** SPEC 17.1. */
  @Property(tries = 20_000)
  void textThatAPatternFinds_isLookedAt(@ForAll("texts") String text) {
    if (Phrases.ALL.stream().anyMatch(pattern -> pattern.matcher(text).find())) {
      assertThat(Phrases.mayMatter(text)).as(text).isTrue();
    }
  }
}

package io.retrykit.throttle;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What messages and bodies say in words. A phrase counts as words, not as letters that happen to stand in others
 * ("corporate limits", "unthrottled"), and not where it is denied ("not throttled").
 */
final class Phrases {
  private static final int CASELESS = Pattern.CASE_INSENSITIVE;

  private static final Pattern RATE_LIMIT = Pattern.compile(
      "(?<!\\p{L})rate[ _-]?(?:limit|exceeded)"
          + "|(?<!\\p{L})request rate is too high"
          + "|(?<!\\p{L})too[ _]?many[ _]?requests"
          + "|(?<!\\p{L})too many tokens,? please wait",
      CASELESS);
  // a word of its own, but no package's name; or the head of one in a name written in camel case
  private static final Pattern THROTTLE =
      Pattern.compile("(?<![\\p{L}.])[Tt]hrottl|(?<![\\p{L}.])THROTTL|(?<=\\p{Ll})Throttl");
  private static final Pattern DENIED = Pattern.compile(
      "(?<!\\p{L})(?:not|never|no|without|isn't|wasn't)(?: been| being| any| an?| currently)?[ -](?:rate[ _-]?limit|throttl)",
      CASELESS);

  private static final Pattern EXHAUSTED = Pattern.compile(
      "insufficient_quota|billing_hard_limit_reached|enforced_spend_limit_reached"
          + "|exceeded your current quota"
          + "|(?:tokens|requests|calls|invocations) per day"
          + "|(?<!\\p{L})daily (?:[a-z]+ ){0,3}(?:limit|quota)"
          + "|\\((?:TPD|RPD)\\)",
      CASELESS);

  private static final Pattern SECONDARY =
      Pattern.compile("(?<!\\p{L})secondary rate limit", CASELESS);

  /** Each of the patterns that find something. */
  static final List<Pattern> ALL = List.of(RATE_LIMIT, THROTTLE, EXHAUSTED, SECONDARY);

  private Phrases() {}

  /** Tells whether a text speaks of a rate limit that was met. */
  static boolean isRateLimit(@Nullable String text) {
    return text != null
        && mayMatter(text)
        && (RATE_LIMIT.matcher(text).find() || THROTTLE.matcher(text).find())
        && !DENIED.matcher(text).find();
  }

  /** Tells whether a text speaks of a quota that lasts a day, or until somebody pays. */
  static boolean isExhausted(@Nullable String text) {
    return text != null && mayMatter(text) && EXHAUSTED.matcher(text).find();
  }

  /** Tells whether a text is GitHub's about its secondary limit, which wants a minute at least. */
  static boolean isSecondaryLimit(@Nullable String text) {
    return text != null && mayMatter(text) && SECONDARY.matcher(text).find();
  }

  /**
   * Tells whether a text has in it what any of the patterns needs: most have not, and one look is cheaper than three
   * searches.
   */
  static boolean mayMatter(String text) {
    for (int i = 0; i < text.length(); i++) {
      boolean found = switch (text.charAt(i) | ' ') {
        case 'r' -> has(text, i, "rate") || has(text, i, "rpd");
        case 't' -> has(text, i, "throttl") || has(text, i, "too") || has(text, i, "tpd");
        case 'q' -> has(text, i, "quota");
        case 'l' -> has(text, i, "limit");
        case 'p' -> has(text, i, "per day");
        default -> false;
      };
      if (found) {
        return true;
      }
    }
    return false;
  }

  private static boolean has(String text, int at, String word) {
    return text.regionMatches(true, at, word, 0, word.length());
  }
}

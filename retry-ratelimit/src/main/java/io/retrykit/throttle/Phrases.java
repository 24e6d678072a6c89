package io.retrykit.throttle;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What messages and bodies say in words. A phrase counts as words, not as letters that happen to stand in others
 * ("corporate limits", "unthrottled"), not as a part of somebody's name (of a table, a file, a host, a type), and not
 * where it is denied ("not throttled").
 */
final class Phrases {
  private static final int CASELESS = Pattern.CASE_INSENSITIVE;

  /** No letter before, and nothing that joins names. */
  private static final String BEGIN = "(?<![\\p{L}._/\\\\-])";
  /** The same, but codes in one word have prefixes: {@code API_RATE_LIMIT_EXCEEDED}. */
  private static final String BEGIN_CODE = "(?<![\\p{L}./\\\\-])";
  /** A full stop ends a sentence, or a code as {@code Throttling.User}, unless a name goes on behind it. */
  private static final String END = "(?![\\p{L}\\p{N}_/\\\\-]|\\.(?-i:\\p{Ll}))";

  private static final Pattern RATE_LIMIT = Pattern.compile(
      BEGIN_CODE
          + "rate[ _-]?limit(?:ed|s?[ _-]?(?:exceeded|reached|hit|error|exception))(?:exception|error)?"
          + END
          + "|" + BEGIN + "rate(?: limits?| limiting|-limit|-limiting)" + END
          + "|(?<!\\p{L})rate[ _-]?exceeded"
          + "|(?<!\\p{L})request rate is too high"
          + "|(?<!\\p{L})too[ _]?many[ _]?requests"
          + "|(?<!\\p{L})too many tokens,? please wait",
      CASELESS);
  // a word of its own, but no package's name; or the head of one in a name written in camel case
  private static final Pattern THROTTLE = Pattern.compile("(?:" + BEGIN_CODE
      + "(?:[Tt]hrottl(?:ed|ing|e limit)|THROTTL(?:ED|ING))|(?<=\\p{Ll})Throttl(?:ed|ing))"
      + "(?:[_ ]?(?:Exception|exception|EXCEPTION|Error|error|ERROR))?"
      + END);
  private static final Pattern DENIED = Pattern.compile(
      "(?<!\\p{L})(?:not|never|no|without|isn't|wasn't)(?: been| being| any| an?| currently)?[ -](?:rate[ _-]?limit|throttl)",
      CASELESS);
  private static final Pattern HAPPENED = Pattern.compile(
      "exceeded|exhausted|would exceed|used up|reached|too[ _]?many|throttl(?:ed|ing)|rate[ _-]?limited"
          + "|(?<!\\p{L})limits? hit(?!\\p{L})|please wait|slow down|is too high",
      CASELESS);

  /** Codes, wherever they stand. */
  private static final Pattern FINAL = Pattern.compile(
      "insufficient_quota|billing_hard_limit_reached|enforced_spend_limit_reached", CASELESS);

  private static final Pattern DAILY = Pattern.compile(
      "(?:tokens|requests|calls|invocations) per day"
          + "|(?<!\\p{L})daily (?:[a-z]+ ){0,3}(?:limit|quota)"
          + "|\\((?:TPD|RPD)\\)"
          + "|PerDay(?=Per|-)", // Gemini's quotaId
      CASELESS);

  /** Of what period it does not say. */
  private static final Pattern QUOTA =
      Pattern.compile("exceeded your current quota|quota exceeded for (?:quota )?metric", CASELESS);

  private static final Pattern SHORT = Pattern.compile(
      "per[ -]?(?:minute|second)|\\((?:TPM|RPM)\\)"
          + "|(?<!\\p{L})(?:retry|try again) in [0-9.]{1,20} ?m?s(?!\\p{L})"
          + "|retryDelay\"?: ?\"?[0-9.]{1,20}s",
      CASELESS);

  private static final Pattern SECONDARY =
      Pattern.compile("(?<!\\p{L})secondary rate limit", CASELESS);

  private static final Pattern TOO_LARGE =
      Pattern.compile("(?<!\\p{L})message (?:is )?(?:larger than|exceeds)(?: the)? max", CASELESS);

  /** Each of the patterns that find something by themselves. */
  static final List<Pattern> ALL = List.of(RATE_LIMIT, THROTTLE, FINAL, DAILY, QUOTA, SECONDARY);

  private Phrases() {}

  /** Tells whether a text speaks of a rate limit that was met. */
  static boolean isRateLimit(String text) {
    return (RATE_LIMIT.matcher(text).find() || THROTTLE.matcher(text).find())
        && !DENIED.matcher(text).find();
  }

  /** Tells whether a text says of what it speaks of that it came about: a setting or a permission does not. */
  static boolean saysItHappened(String text) {
    return HAPPENED.matcher(text).find();
  }

  /** Tells whether a text holds a code for a quota that lasts until somebody pays. */
  static boolean isFinal(String text) {
    return FINAL.matcher(text).find();
  }

  /** Tells whether a text speaks of a quota for a day. */
  static boolean isDaily(String text) {
    return DAILY.matcher(text).find();
  }

  /** Tells whether a text says that some quota is used up: for long, unless it is said otherwise. */
  static boolean isQuota(String text) {
    return QUOTA.matcher(text).find();
  }

  /** Tells whether a text speaks of a minute or of seconds. */
  static boolean isShort(String text) {
    return SHORT.matcher(text).find();
  }

  /** Tells whether a text is GitHub's about its secondary limit, which wants a minute at least. */
  static boolean isSecondaryLimit(String text) {
    return SECONDARY.matcher(text).find();
  }

  /** Tells whether a text says that a message does not fit: gRPC has the same code for it as for a limit. */
  static boolean isTooLarge(@Nullable String text) {
    return text != null && TOO_LARGE.matcher(text).find();
  }

  /**
   * Tells whether a text has in it what any of the patterns needs: most have not, and one look is cheaper than several
   * searches.
   */
  static boolean mayMatter(@Nullable String text) {
    for (int i = 0; text != null && i < text.length(); i++) {
      boolean found = switch (text.charAt(i) | ' ') {
        case 'r' -> has(text, i, "rate") || has(text, i, "rpd");
        case 't' -> has(text, i, "throttl") || has(text, i, "too") || has(text, i, "tpd");
        case 'q' -> has(text, i, "quota");
        case 'l' -> has(text, i, "limit");
        case 'p' -> has(text, i, "per day") || has(text, i, "perday");
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

package io.retrykit.throttle.hint;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Responses with headers that were valid before they were mutated. */
final class FuzzedHeaders {
  /** Every header that is looked at. */
  static final List<String> NAMES = List.of(
      "x-should-retry",
      "grpc-retry-pushback-ms",
      "retry-after-ms",
      "x-amz-retry-after",
      "retry-after",
      "date",
      "anthropic-ratelimit-requests-remaining",
      "anthropic-ratelimit-requests-reset",
      "anthropic-ratelimit-tokens-remaining",
      "anthropic-ratelimit-tokens-reset",
      "anthropic-ratelimit-input-tokens-remaining",
      "anthropic-ratelimit-input-tokens-reset",
      "anthropic-ratelimit-output-tokens-remaining",
      "anthropic-ratelimit-output-tokens-reset",
      "anthropic-ratelimit-unified-status",
      "anthropic-ratelimit-unified-reset",
      "x-ratelimit-remaining-requests",
      "x-ratelimit-reset-requests",
      "x-ratelimit-remaining-tokens",
      "x-ratelimit-reset-tokens",
      "x-ratelimit-remaining",
      "x-ratelimit-reset",
      "ratelimit",
      "ratelimit-remaining",
      "ratelimit-reset");

  private static final List<String> VALUES = List.of(
      "0",
      "120",
      "1.5",
      "99999999999999999999999999999999999",
      "9223372036854775807",
      "1780315245",
      "1780315245250",
      "true",
      "rejected",
      "Sun, 06 Nov 1994 08:49:37 GMT",
      "Monday, 01-Jun-26 12:00:30 GMT",
      "Mon Jun  1 12:00:30 2026",
      "Sat, 31 Dec 2016 23:59:60 GMT",
      "2026-06-01T12:00:30.500Z",
      "2026-06-01t14:00:30+02:00",
      "1h2m3.5s",
      "12\u00b5s",
      "2562047h47m16.854775807s",
      "\"default\";r=0;t=30",
      "\"a,\\\"b\";r=0;t=30;pk=:QUJD:, token;r=0;t=9;x=?1;y=1.5;z=%\"d\"",
      "limit=100, remaining=0, reset=5");

  private static final String NASTY =
      "0123456789.,;=:+-\"\\ \t\r\n\0eE_xXTZtzGMhmsun/%?@*()[]{}\u00a0\u0663\uff11\u00b5\ud83d\ude00\ufeff\u0130";

  private final SplittableRandom random;

  FuzzedHeaders(SplittableRandom random) {
    this.random = random;
  }

  /** Returns one to five headers; what counts quotas down is often zero, so that their resets are looked at. */
  Map<String, String> next() {
    Map<String, String> headers = new HashMap<>();
    for (int i = random.nextInt(1, 6); i > 0; i--) {
      String name = NAMES.get(random.nextInt(NAMES.size()));
      headers.put(name, name.contains("remaining") && random.nextBoolean() ? "0" : value());
    }
    return headers;
  }

  private String value() {
    StringBuilder value = new StringBuilder(VALUES.get(random.nextInt(VALUES.size())));
    for (int i = random.nextInt(4); i > 0; i--) {
      mutate(value);
    }
    return value.toString();
  }

  private void mutate(StringBuilder value) {
    int at = random.nextInt(value.length() + 1);
    int end = random.nextInt(at, value.length() + 1);
    switch (random.nextInt(6)) {
      case 0 -> value.insert(at, nasty());
      case 1 -> value.delete(at, end);
      case 2 -> value.insert(at, value.substring(at, end));
      case 3 -> value.replace(at, Math.min(at + 1, value.length()), "" + nasty());
      case 4 -> value.insert(at, VALUES.get(random.nextInt(VALUES.size())));
      default -> value.insert(at, ("" + nasty()).repeat(random.nextInt(1, 60)));
    }
  }

  private char nasty() {
    return NASTY.charAt(random.nextInt(NASTY.length()));
  }
}

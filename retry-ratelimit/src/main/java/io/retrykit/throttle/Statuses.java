package io.retrykit.throttle;

/**
 * What an HTTP status means where nothing else tells. 429 throttles; 408, 425 and what the server blames on itself is
 * transient, 529 of Anthropic among it; 501 and 505 stay as they are. 409, 423 and 424 are left to those who know the API.
 */
final class Statuses {
  private Statuses() {}

  static Kind kind(int status) {
    return switch (status) {
      case 429 -> Kind.THROTTLED;
      case 408, 425 -> Kind.TRANSIENT;
      case 409, 423, 424, 501, 505 -> Kind.OTHER;
      default -> {
        if (status >= 500) {
          yield Kind.TRANSIENT;
        }
        yield status >= 400 ? Kind.HOPELESS : Kind.UNKNOWN;
      }
    };
  }
}

package io.retrykit.throttle.hint;

import io.retrykit.throttle.hint.ServerHint.Ask;
import io.retrykit.throttle.hint.ServerHint.Timing;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which header counts when several say something. */
final class HintReader {
  private static final String SHOULD_RETRY = "x-should-retry";

  /** In the order of their authority. */
  private static final List<Function<Headers, @Nullable Wait>> FLOORS = List.of(
      RetryAfter::read,
      AnthropicResets::read,
      OpenAiResets::read,
      EpochReset::read,
      RateLimitField::read,
      RateLimitField::readSplit);

  private HintReader() {}

  static ServerHint read(Headers headers) {
    long pushback = Pushback.read(headers);
    Wait wait = pushback >= 0 ? new Wait(pushback, Pushback.HEADER) : floor(headers);
    Timing timing = pushback >= 0 ? Timing.PUSHBACK : Timing.FLOOR;
    String asked = headers.text(SHOULD_RETRY);
    if ("false".equals(asked)) {
      return hint(Ask.STOP, timing, wait, SHOULD_RETRY);
    }
    if (pushback == Pushback.REFUSED) {
      return hint(Ask.STOP, timing, wait, Pushback.HEADER);
    }
    if ("true".equals(asked)) {
      return hint(Ask.RETRY, timing, wait, wait == null ? SHOULD_RETRY : wait.header());
    }
    return wait == null ? ServerHint.NONE : hint(Ask.UNSAID, timing, wait, wait.header());
  }

  private static @Nullable Wait floor(Headers headers) {
    for (Function<Headers, @Nullable Wait> each : FLOORS) {
      Wait wait = each.apply(headers);
      if (wait != null) {
        return wait;
      }
    }
    return null;
  }

  private static ServerHint hint(Ask ask, Timing timing, @Nullable Wait wait, String header) {
    return wait == null
        ? new ServerHint(ask, Timing.NONE, 0, header)
        : new ServerHint(ask, timing, wait.nanos(), header);
  }
}

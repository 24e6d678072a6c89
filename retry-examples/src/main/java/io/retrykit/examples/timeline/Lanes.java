package io.retrykit.examples.timeline;

import java.util.ArrayList;
import java.util.List;

/** Which calls may be drawn in one line, as none of them begins before another has ended. Stateless. */
final class Lanes {
  private Lanes() {}

  /** Returns the lane of each call, from 0, in the order of the calls; spans are in the order they began. */
  static List<Integer> of(List<Span> spans) {
    int calls = spans.stream().mapToInt(Span::call).max().orElse(0);
    List<Integer> lanes = new ArrayList<>();
    List<Long> ends = new ArrayList<>();
    for (int call = 1; call <= calls; call++) {
      long from = Long.MAX_VALUE;
      long to = 0;
      for (Span span : spans) {
        if (span.call() == call) {
          from = Math.min(from, span.fromNanos());
          to = Math.max(to, span.toNanos());
        }
      }
      int lane = 0;
      while (lane < ends.size() && ends.get(lane) > from) {
        lane++;
      }
      if (lane == ends.size()) {
        ends.add(0L);
      }
      ends.set(lane, to);
      lanes.add(lane);
    }
    return lanes;
  }
}

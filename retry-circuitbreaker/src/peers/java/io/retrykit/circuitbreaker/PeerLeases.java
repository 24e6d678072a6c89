package io.retrykit.circuitbreaker;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The leases that ours has granted: of calls under way, and those whose outcome must not matter any more. */
final class PeerLeases {
  private final Random random;
  private final List<Held> held = new ArrayList<>();
  private final List<@Nullable Object> past = new ArrayList<>();

  PeerLeases(Random random) {
    this.random = random;
  }

  /** A call under way. */
  record Held(@Nullable Object lease, long sinceMillis) {}

  void add(@Nullable Object lease, long nowMillis) {
    held.add(new Held(lease, nowMillis));
  }

  int held() {
    return held.size();
  }

  Held any() {
    return held.get(random.nextInt(held.size()));
  }

  /** Returns the calls that began at this moment or earlier. */
  List<Held> since(long millis) {
    return held.stream().filter(call -> call.sinceMillis() <= millis).toList();
  }

  /** A call ends, which ours is told. A probe may be heard of once more, and must not count again. */
  void end(Held call, CircuitBreaker ours, PeerOutcome outcome, long millis) {
    if (ours.state() == CircuitState.HALF_OPEN) {
      past.add(call.lease());
    }
    held.remove(call);
    outcome.tell(ours, call.lease(), millis);
  }

  /** The state has changed: nothing under way matters any more. */
  void outdate() {
    held.forEach(call -> past.add(call.lease()));
    held.clear();
  }

  /** Tells ours of a call that does not matter any more, if there is one. */
  void tellPast(CircuitBreaker ours, PeerOutcome outcome, long millis) {
    if (!past.isEmpty()) {
      outcome.tell(ours, past.get(random.nextInt(past.size())), millis);
    }
  }
}

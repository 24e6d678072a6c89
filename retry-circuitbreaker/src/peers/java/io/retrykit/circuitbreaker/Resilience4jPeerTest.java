package io.retrykit.circuitbreaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.testing.Sequences;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Resilience4j's breaker beside ours, on the same frozen clock: the same states, permissions, counts and rates after every
 * step. SPEC 22.1, SPEC 22.2, SPEC 22.3, SPEC 22.7.
 */
class Resilience4jPeerTest {
  @Test
  void everyStep_leavesWhatResilience4jLeaves() {
    Map<CircuitState, Integer> seen = new EnumMap<>(CircuitState.class);
    int played = Sequences.play(1_000, random -> new PeerTrace(random, seen).play(100));
    System.out.printf("beside Resilience4j: %d traces, states after each step: %s%n", played, seen);
    if (played > 1) {
      assertThat(seen).as("states that were compared").hasSize(6);
    }
  }
}

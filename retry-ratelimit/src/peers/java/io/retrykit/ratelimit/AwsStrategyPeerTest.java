package io.retrykit.ratelimit;

import io.retrykit.testing.Sequences;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.internal.DefaultStandardRetryStrategy;
import software.amazon.awssdk.retries.internal.circuitbreaker.TokenBucketStore;

/**
 * The standard retry strategy of AWS's SDK for Java beside our quota: up to four calls at a time, transient and throttled
 * failures, with the figures of 2020 and of 2026. (The strategy takes the year as an argument; a client reads it from the
 * system property {@code aws.newRetries2026}.) SPEC 9.2, SPEC 9.4.
 */
class AwsStrategyPeerTest {
  private static final int LARGEST = 80;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyStep_leavesWhatTheSdkLeaves_ofASmallBucket(boolean of2026) {
    List<AwsStrategyPeer> peers = new ArrayList<>();
    for (int capacity = 1; capacity <= LARGEST; capacity++) {
      peers.add(peer(of2026, capacity));
    }
    Sequences.play(2_000, random -> {
      int capacity = 1 + random.nextInt(LARGEST);
      play(random, 40, peers.get(capacity - 1), quota(of2026).capacity(capacity).build());
    });
  }

  private static AwsStrategyPeer peer(boolean of2026, int capacity) {
    DefaultStandardRetryStrategy.Builder sdk =
        (DefaultStandardRetryStrategy.Builder) StandardRetryStrategy.builder(of2026);
    return new AwsStrategyPeer(sdk.tokenBucketStore(
        TokenBucketStore.builder().tokenBucketMaxCapacity(capacity).build()));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyStep_leavesWhatTheSdkLeaves_ofItsOwnBucket(boolean of2026) {
    AwsStrategyPeer peer = new AwsStrategyPeer(StandardRetryStrategy.builder(of2026));
    Sequences.play(100, random -> play(random, 500, peer, quota(of2026).build()));
  }

  /** The SDK for Java never made timeouts dearer than other failures, as those for Python and Rust did. */
  private static AwsRetryBudgetBuilder quota(boolean of2026) {
    return of2026 ? AwsRetryBudget.builder2026() : AwsRetryBudget.builder().timeoutCost(5);
  }

  private static void play(
      Random random, int steps, AwsStrategyPeer peer, AwsRetryBudget ours) {
    String scope = Long.toHexString(random.nextLong());
    AwsStrategyPeer.Call[] calls = new AwsStrategyPeer.Call[4];
    int successesInTen = random.nextInt(8);
    int throttledInTen = random.nextInt(11);
    for (int step = 0; step < steps; step++) {
      int slot = random.nextInt(calls.length);
      if (calls[slot] == null) {
        calls[slot] = peer.begin(scope, ours);
      }
      boolean goesOn = random.nextInt(10) >= successesInTen
          ? calls[slot].fails(random.nextInt(10) < throttledInTen)
          : calls[slot].succeeds();
      if (!goesOn) {
        calls[slot] = null;
      }
    }
  }
}

package io.retrykit.ratelimit;

import static java.util.Objects.requireNonNull;

import io.retrykit.guard.AdmissionRequest;
import java.time.Duration;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** SPEC 20.3: however many settle one lease, each dimension is settled once, by one of them. */
@Tag("stress")
public class QuotaLeaseRaceTest {
  private final Quota quota = Quota.builder()
      .dimension("requests", 1, Duration.ofNanos(15), request -> 1)
      .burst("requests", 3)
      .dimension(Quota.TOKENS, 1, Duration.ofNanos(10), AdmissionRequest::cost)
      .burst(Quota.TOKENS, 6)
      .timebase(new FrozenTime())
      .build();
  private final QuotaLease lease = (QuotaLease)
      requireNonNull(quota.admit(AdmissionRequest.first("key", 4, Long.MAX_VALUE)).lease());

  @Operation
  public boolean settleTokens() {
    return quota.settle(lease, Quota.TOKENS, 1);
  }

  @Operation
  public boolean settleRequests() {
    return quota.settle(lease, "requests", 2);
  }

  @Operation
  public boolean release() {
    return quota.release(lease);
  }

  @Operation
  public void abandon() {
    quota.abandoned(lease);
  }

  @Test
  void lease_settledByMany_isSettledOnceInEachDimension() {
    Races.check(QuotaLeaseRaceTest.class, 0);
  }
}

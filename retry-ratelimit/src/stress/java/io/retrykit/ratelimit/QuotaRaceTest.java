package io.retrykit.ratelimit;

import io.retrykit.failure.Verdict;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import java.time.Duration;
import java.util.Map;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** SPEC 20.1, 20.3: at one moment draws, settlements and what is given back are in one order, in all dimensions at once. */
@Tag("stress")
@Param(name = "tokens", gen = IntGen.class, conf = "1:3")
@Param(name = "patience", gen = IntGen.class, conf = "0:30")
@Param(name = "thread", gen = ThreadIdGen.class)
public class QuotaRaceTest {
  private final Quota quota = Quota.builder()
      .dimension("requests", 1, Duration.ofNanos(15), request -> 1)
      .burst("requests", 3)
      .dimension(Quota.TOKENS, 1, Duration.ofNanos(10), AdmissionRequest::cost)
      .burst(Quota.TOKENS, 6)
      .settle(Quota.TOKENS, Long.class, actual -> actual)
      .timebase(new FrozenTime())
      .build();
  private final Held held = new Held();

  @Operation
  public long draw(
      @Param(name = "thread") int thread,
      @Param(name = "tokens") int tokens,
      @Param(name = "patience") int patience) {
    Admission answer = quota.admit(AdmissionRequest.first("key", tokens, patience + 1L));
    held.keep(thread, answer);
    return answer.isGranted() ? answer.waitNanos() : -answer.retryAfterNanos();
  }

  @Operation
  public void succeed(@Param(name = "thread") int thread, @Param(name = "tokens") int actual) {
    quota.succeeded(held.drop(thread), (long) actual, 0);
  }

  @Operation
  public void throttle(@Param(name = "thread") int thread) {
    quota.failed(held.drop(thread), BudgetCalls.FAILURE, Verdict.throttled(), 0);
  }

  @Operation
  public void release(@Param(name = "thread") int thread) {
    quota.released(held.drop(thread));
  }

  @Operation
  public Map<String, Long> available() {
    return quota.available();
  }

  @Test
  void operations_atOneMoment_areInOneOrder() {
    Races.check(QuotaRaceTest.class);
  }
}

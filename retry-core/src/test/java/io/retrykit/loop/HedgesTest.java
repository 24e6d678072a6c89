package io.retrykit.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.Guard;
import io.retrykit.guard.RetryBudget;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.testing.CapturedLog;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Leave for an attempt beside another one: whatever breaks while it is asked for, the answer is no, and all are told. */
class HedgesTest {
  @RegisterExtension
  final CapturedLog log = new CapturedLog();

  private final List<String> told = new ArrayList<>();
  private final LinkageError broken = new LinkageError("broken");
  private final RetryPolicyBuilder policy =
      RetryPolicy.builder().name("claude").discovery(false).timebase(VirtualTimebase.create());

  private Hedges hedges() {
    Plan plan = Plan.of(policy.build());
    List<Guard> guards = plan.policy().guards();
    Gate gate = guards.isEmpty() ? null : new Gate(guards);
    return new Hedges(plan, new AttemptEnd(plan, new Course(plan), gate), gate);
  }

  private static AdmissionRequest request() {
    return AdmissionRequest.first("claude", 1, 0);
  }

  private Guard guard(String name, Supplier<Admission> answer) {
    return new Guard() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Admission admit(AdmissionRequest request) {
        return answer.get();
      }

      @Override
      public void released(@Nullable Object lease) {
        told.add("released " + lease);
      }
    };
  }

  /** Takes 5 for each attempt; throws in one of its methods. */
  private final class Budget implements RetryBudget {
    private final String throwing;

    Budget(String throwing) {
      this.throwing = throwing;
    }

    private void hear(String method) {
      told.add(method);
      if (method.equals(throwing)) {
        throw broken;
      }
    }

    @Override
    public String name() {
      return "budget";
    }

    @Override
    public long acquire(AdmissionRequest request, Outcome outcome, Verdict verdict) {
      hear("acquire");
      return 5;
    }

    @Override
    public void returned(AdmissionRequest request, long taken) {
      hear("returned");
    }

    @Override
    public void failed(AdmissionRequest request, Outcome outcome, Verdict verdict) {
      hear("failed");
    }
  }

  /** SPEC 8.1, SPEC 9.2. */
  @Test
  void ask_guardThrowsAnError_isNo_andWhatWasTakenIsGivenBack() {
    policy
        .budget(new Budget("nothing"))
        .guard(guard("a", () -> Admission.granted("a1")))
        .guard(guard("b", () -> Admission.granted("b1")))
        .guard(guard("c", () -> {
          throw broken;
        }));
    assertThat(hedges().ask(request(), 1)).isNull();
    assertThat(told).containsExactly("acquire", "released b1", "released a1", "returned");
    assertThat(log.warnings()).anyMatch(line -> line.startsWith("WARN claude: guards failed"));
  }

  /** SPEC 8.1: in reverse order, the one that would have had to wait included. */
  @Test
  void ask_guardGrantsAfterAWait_isNo_andAllAreReleasedInReverseOrder() {
    policy
        .guard(guard("a", () -> Admission.granted("a1")))
        .guard(guard("b", () -> Admission.grantedAfter("b1", 1)));
    assertThat(hedges().ask(request(), 1)).isNull();
    assertThat(told).containsExactly("released b1", "released a1");
  }

  @Test
  void ask_budgetThrowsAnError_isNo() {
    policy.budget(new Budget("acquire"));
    assertThat(hedges().ask(request(), 1)).isNull();
    assertThat(told).containsExactly("acquire");
  }

  @Test
  void ask_budgetThrowsAnErrorWhenGivenBack_isNo() {
    policy
        .budget(new Budget("returned"))
        .guard(guard("a", () -> Admission.refused("closed", Admission.UNKNOWN)));
    assertThat(hedges().ask(request(), 1)).isNull();
    assertThat(told).containsExactly("acquire", "returned");
  }

  @Test
  void failed_budgetThrowsAnErrorWhenTold_isDropped() {
    policy.budget(new Budget("failed"));
    Hedges hedges = hedges();
    IOException failure = new IOException("down");
    assertThatCode(() -> hedges.failed(null, failure, null, Verdict.retry(), 0, request()))
        .doesNotThrowAnyException();
    assertThat(told).containsExactly("failed");
  }
}

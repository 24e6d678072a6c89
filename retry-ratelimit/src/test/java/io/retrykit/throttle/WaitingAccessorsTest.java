package io.retrykit.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.failure.Verdict;
import java.io.Serial;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** SPEC 17.9: accessors that wait for somebody: who says so is not asked, and an interrupt gets out of the others. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class WaitingAccessorsTest {
  /** Waits for an answer that does not come, and says that it may. */
  public static final class Declared extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    Declared() {
      super("429 Too Many Requests");
    }

    /** As most clients call it. */
    public Object getResponse() throws InterruptedException {
      new CountDownLatch(1).await();
      return "never";
    }
  }

  /** Waits without a word. */
  public static final class Undeclared extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient CountDownLatch asked = new CountDownLatch(1);

    Undeclared() {
      super("429 Too Many Requests");
    }

    /** As most clients call it. */
    public Object getResponse() {
      asked.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException interrupted) {
        throw WaitingAccessorsTest.<RuntimeException>sneaky(interrupted);
      }
      return "never";
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // that is the point
  private static <E extends Throwable> E sneaky(Throwable thrown) throws E {
    throw (E) thrown;
  }

  @Test
  void accessor_thatSaysItMayWait_isNotAsked() {
    assertThat(RateLimits.classifier().classify(new Declared())).isEqualTo(Verdict.throttled());
  }

  @Test
  void accessor_thatWaits_endsWithAnInterrupt_whichIsKept() throws Exception {
    Undeclared failure = new Undeclared();
    FutureTask<Boolean> judged = new FutureTask<>(() -> {
      assertThat(RateLimits.classifier().classify(failure).isThrottled()).isTrue();
      return Thread.currentThread().isInterrupted();
    });
    Thread judge = new Thread(judged);
    judge.start();
    failure.asked.await();

    while (judge.isAlive()) { // it may be asked again, for other things
      judge.interrupt();
      judge.join(20);
    }

    assertThat(judged.get()).isTrue();
  }
}

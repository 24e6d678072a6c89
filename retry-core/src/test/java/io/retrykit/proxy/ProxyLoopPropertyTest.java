package io.retrykit.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.Retry;
import io.retrykit.annotation.Retryable;
import io.retrykit.failure.Classifier;
import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.guard.Admission;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.guard.Guard;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

/** A call through a proxy is the call without one, whatever its attempts do and whatever its policy asks of it. */
class ProxyLoopPropertyTest {
  /** How an attempt ends. */
  enum Ending {
    ANSWER,
    NOTHING,
    EXCEPTION,
    ERROR
  }

  /** Who has an opinion on results. */
  enum Judging {
    NOBODY,
    RULE,
    CLASSIFIER
  }

  /** Wants another answer for none; knows results of that type alone. */
  private static final class NothingIsTooLittle implements Classifier {
    @Override
    public Verdict classify(Throwable failure) {
      return Verdict.noOpinion();
    }

    @Override
    public Verdict classifyResult(@Nullable Object result) {
      return result == null ? Verdict.retry() : Verdict.noOpinion();
    }

    @Override
    public boolean judges(Class<?> type) {
      return type == Void.class;
    }
  }

  /** What is called. */
  public interface Service {
    @Retryable
    @Nullable
    String ask() throws IOException;
  }

  /** One call, its own time and its own guard. */
  private static final class Run implements Service {
    private final VirtualTimebase time = VirtualTimebase.create();
    private final List<String> heard = new ArrayList<>();
    private final List<Ending> endings;
    private final RetryPolicy policy;
    private int attempts;

    Run(List<Ending> endings, boolean deadline, Judging judging, boolean guarded) {
      this.endings = endings;
      RetryPolicyBuilder builder =
          RetryPolicy.builder().name("ask").timebase(time).jitter(false).maxAttempts(4);
      if (deadline) {
        builder.maxDuration(Duration.ofSeconds(5));
      }
      if (judging == Judging.RULE) {
        builder.retryOnResult(Objects::isNull).retryOn(IOException.class);
      } else if (judging == Judging.CLASSIFIER) {
        builder.classifier(new NothingIsTooLittle());
      }
      if (guarded) {
        builder.guard(new Told());
      }
      this.policy = builder.build();
    }

    @Override
    public @Nullable String ask() throws IOException {
      Ending ending = endings.get(attempts++ % endings.size());
      time.advance(Duration.ofMillis(700));
      return switch (ending) {
        case ANSWER -> "answer " + attempts;
        case NOTHING -> null;
        case EXCEPTION -> throw new IOException("failure " + attempts);
        case ERROR -> throw new AssertionError("error " + attempts);
      };
    }

    /** Grants everything, and says so. */
    private final class Told implements Guard {
      @Override
      public Admission admit(AdmissionRequest request) {
        heard.add("asked: " + request);
        return Admission.granted();
      }

      @Override
      public void succeeded(@Nullable Object lease, @Nullable Object result, long nanos) {
        heard.add("told of " + result);
      }

      @Override
      public void failed(@Nullable Object lease, Outcome outcome, Verdict verdict, long nanos) {
        heard.add("told of " + outcome + ", " + verdict);
      }

      @Override
      public void abandoned(@Nullable Object lease) {
        heard.add("told of nothing");
      }

      @Override
      public String name() {
        return "told";
      }
    }

    /** Everything that can be told from outside. */
    List<String> trace(Service called) {
      try {
        heard.add("returned " + called.ask());
      } catch (Throwable failure) {
        heard.add("threw " + failure + ", after " + List.of(failure.getSuppressed()));
      }
      heard.add(attempts + " attempts, pauses " + time.sleeps() + ", ended at " + time.nanos());
      return heard;
    }
  }

  // SPEC 13.1
  @Property
  @SuppressWarnings("NullAway") // generic nullness is checked on newer compilers only
  void callThroughAProxy_isTheCallItself(
      @ForAll @Size(min = 1, max = 5) List<Ending> endings,
      @ForAll boolean deadline,
      @ForAll Judging judging,
      @ForAll boolean guarded) {
    Run bare = new Run(endings, deadline, judging, guarded);
    Run proxied = new Run(endings, deadline, judging, guarded);
    Retry retry = Retry.with(bare.policy);

    List<String> expected = bare.trace(() -> retry.call(bare::ask));

    assertThat(proxied.trace(Retry.with(proxied.policy).proxy(Service.class, proxied)))
        .isEqualTo(expected);
  }
}

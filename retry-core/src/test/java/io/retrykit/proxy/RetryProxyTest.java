package io.retrykit.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.Retry;
import io.retrykit.annotation.Retryable;
import io.retrykit.call.RetryExhaustedException;
import io.retrykit.failure.RetryHistory;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a proxy does with calls, results and exceptions. */
class RetryProxyTest {
  private final VirtualTimebase time = VirtualTimebase.create();
  private final Retry retry =
      Retry.with(RetryPolicy.builder().timebase(time).jitter(false).build());

  /** The usual case: some methods retried, others not. */
  public interface Claude {
    @Retryable
    int ask() throws IOException;

    int once() throws IOException;
  }

  /** Fails as its target says; equal to others with the same target. */
  private record Scripted(Target target) implements Claude {
    @Override
    public int ask() throws IOException {
      return target.call();
    }

    @Override
    public int once() throws IOException {
      return target.call();
    }
  }

  // SPEC 13.1
  @Test
  void annotatedMethod_thatFailsTwice_isMadeThreeTimesWithThePolicysPauses() throws IOException {
    Target target = Target.failing(2);

    assertThat(retry.proxy(Claude.class, new Scripted(target)).ask()).isEqualTo(3);
    assertThat(time.sleeps()).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
  }

  // SPEC 13.1
  @Test
  void methodWithoutAnnotation_thatFails_isMadeOnce() {
    Target target = Target.failing(1);
    Claude claude = retry.proxy(Claude.class, new Scripted(target));

    Throwable thrown = catchThrowable(claude::once);

    assertThat(thrown).isSameAs(target.thrown().get(0));
    assertThat(target.calls()).isEqualTo(1);
  }

  // SPEC 13.3
  @Test
  void checkedException_ofTheLastAttempt_arrivesItselfWithItsHistory() {
    Target target = Target.failing(9);
    Claude claude = retry.proxy(Claude.class, new Scripted(target));

    Throwable thrown = catchThrowable(claude::ask);

    assertThat(target.calls()).isEqualTo(3);
    assertThat(thrown).isSameAs(target.thrown().get(2)).hasNoCause();
    assertThat(thrown.getSuppressed())
        .singleElement()
        .isInstanceOfSatisfying(
            RetryHistory.class,
            history -> assertThat(history.failures()).isEqualTo(target.thrown().subList(0, 2)));
  }

  /** May throw anything. */
  public interface Thrower {
    @Retryable
    void retried() throws Throwable;

    /** Not retried. */
    void passedThrough() throws Throwable;
  }

  // SPEC 13.3
  @Test
  void throwableThatIsNoException_arrivesItself() {
    Throwable odd = new Throwable("neither exception nor error");
    Thrower thrower = retry.proxy(Thrower.class, new Thrower() {
      @Override
      public void retried() throws Throwable {
        throw odd;
      }

      @Override
      public void passedThrough() throws Throwable {
        throw odd;
      }
    });

    assertThat(catchThrowable(thrower::retried)).isSameAs(odd);
    assertThat(catchThrowable(thrower::passedThrough)).isSameAs(odd);
    assertThat(time.sleeps()).isEmpty();
  }

  // SPEC 13.3
  @Test
  void error_ofTheTarget_arrivesItselfWithoutARetry() {
    Error error = new AssertionError("broken");
    Thrower thrower = retry.proxy(Thrower.class, new Thrower() {
      @Override
      public void retried() {
        throw error;
      }

      @Override
      public void passedThrough() {}
    });

    assertThat(catchThrowable(thrower::retried)).isSameAs(error);
    assertThat(time.sleeps()).isEmpty();
  }

  /** Methods of every shape a method handle might stumble over. */
  public interface Shapes {
    @Retryable
    long sum(int a, long b, byte c, char d, boolean e, double f, short g, float h);

    @Retryable
    String joined(String first, String... more);

    @Retryable
    int[] array();

    @Retryable
    @Nullable
    String nothing();
  }

  // SPEC 13.1
  @Test
  void primitivesArraysVarargsAndNull_passThroughUnchanged() {
    int[] array = {1, 2};
    Shapes shapes = retry.proxy(Shapes.class, new Shapes() {
      @Override
      public long sum(int a, long b, byte c, char d, boolean e, double f, short g, float h) {
        return a + b + c + d + (e ? 1 : 0) + (long) f + g + (long) h;
      }

      @Override
      public String joined(String first, String... more) {
        return first + Arrays.toString(more);
      }

      @Override
      public int[] array() {
        return array;
      }

      @Override
      public @Nullable String nothing() {
        return null;
      }
    });

    assertThat(shapes.sum(1, 2L, (byte) 3, 'a', true, 4.5, (short) 5, 6.5f)).isEqualTo(119);
    assertThat(shapes.joined("a")).isEqualTo("a[]");
    assertThat(shapes.joined("a", "b", "c")).isEqualTo("a[b, c]");
    assertThat(shapes.array()).isSameAs(array);
    assertThat(shapes.nothing()).isNull();
  }

  /** A method without a result, and one with. */
  public interface Results {
    @Retryable
    void send() throws IOException;

    @Retryable
    @Nullable
    String fetch();
  }

  private static final class CountingResults implements Results {
    private int sent;
    private int fetched;

    @Override
    public void send() throws IOException {
      if (++sent == 1) {
        throw new IOException("lost");
      }
    }

    @Override
    public @Nullable String fetch() {
      fetched++;
      return null;
    }
  }

  // SPEC 3.8, SPEC 13.1
  @Test
  void voidMethod_underAPolicyThatJudgesNull_isRetriedOnFailureOnly() throws IOException {
    CountingResults target = new CountingResults();
    RetryPolicy policy = retry.policy().toBuilder()
        .retryOnResult(Objects::isNull)
        .retryOn(IOException.class)
        .build();
    Results results = RetryProxy.of(Results.class).policy(policy).wrap(target);

    results.send();

    assertThat(target.sent).isEqualTo(2);
    assertThat(results.fetch()).isNull();
    assertThat(target.fetched).isEqualTo(3);
  }

  // SPEC 4.3
  @Test
  void unacceptableResult_ofAPolicyThatAsksForIt_endsInRetryExhaustedException() {
    CountingResults target = new CountingResults();
    RetryPolicy policy = retry.policy().toBuilder()
        .retryOnResult(Objects::isNull)
        .throwOnExhaustedResult(true)
        .build();
    Results results = RetryProxy.of(Results.class).policy(policy).wrap(target);

    assertThatThrownBy(results::fetch)
        .isInstanceOf(RetryExhaustedException.class)
        .hasMessage("Results.fetch: no acceptable result after 3 attempts");
    assertThat(target.fetched).isEqualTo(3);
  }

  // SPEC 13.3
  @Test
  void equalsHashCodeAndToString_answerForTheProxy() {
    Scripted target = new Scripted(Target.failing(0));
    Claude one = retry.proxy(Claude.class, target);
    Claude same = retry.proxy(Claude.class, new Scripted(target.target()));
    Claude other = retry.proxy(Claude.class, new Scripted(Target.failing(0)));

    assertThat(one).isEqualTo(same).hasSameHashCodeAs(same).isNotEqualTo(other);
    Object itself = one;
    assertThat(one.equals(itself)).isTrue();
    assertThat(one.equals(null)).isFalse();
    assertThat(one.equals(target)).isFalse();
    assertThat(one).hasToString("retrying " + target);
    assertThat(List.of(target.hashCode())).containsExactly(one.hashCode());
  }

  /** A second interface of the same target. */
  public interface Opus extends Claude {}

  private record ScriptedOpus(Target target) implements Opus {
    @Override
    public int ask() throws IOException {
      return target.call();
    }

    @Override
    public int once() throws IOException {
      return target.call();
    }
  }

  // SPEC 13.3
  @Test
  void proxiesOfTwoInterfaces_ofOneTarget_areNotEqual() {
    ScriptedOpus target = new ScriptedOpus(Target.failing(0));

    assertThat(retry.proxy(Claude.class, target)).isNotEqualTo(retry.proxy(Opus.class, target));
  }

  /** Redeclares what Object has, as some interfaces do for their comments. */
  public interface Documented extends Claude {
    @Override
    boolean equals(@Nullable Object other);

    @Override
    int hashCode();

    @Override
    String toString();
  }

  private static final class SilentlyDocumented implements Documented {
    @Override
    public int ask() {
      return 1;
    }

    @Override
    public int once() {
      return 1;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof SilentlyDocumented;
    }

    @Override
    public int hashCode() {
      return 7;
    }

    @Override
    public String toString() {
      return "documented";
    }
  }

  // SPEC 13.3
  @Test
  void objectMethods_redeclaredByTheInterface_stillAnswerForTheProxy() {
    Documented one = retry.proxy(Documented.class, new SilentlyDocumented());

    assertThat(one).isEqualTo(retry.proxy(Documented.class, new SilentlyDocumented()));
    assertThat(one).hasToString("retrying documented");
    assertThat(one.hashCode()).isEqualTo(7);
  }

  /** A default method that is retried, and calls another one that is. */
  public interface WithDefault {
    @Retryable
    int attempt() throws IOException;

    @Retryable
    default int twice() throws IOException {
      return attempt() + attempt();
    }
  }

  // SPEC 13.1
  @Test
  void defaultMethod_runsOnTheTarget_soThatWhatItCallsIsNotRetriedTwice() throws IOException {
    Target target = Target.failing(2);
    WithDefault withDefault = retry.proxy(WithDefault.class, target::call);

    assertThat(withDefault.twice()).isEqualTo(3 + 4);
    assertThat(time.sleeps()).as("one pause for each retry of twice()").hasSize(2);
  }

  // SPEC 13.1
  @Test
  void defaultMethod_thatTheTargetOverrides_isTheTargets() throws IOException {
    WithDefault withDefault = retry.proxy(WithDefault.class, new WithDefault() {
      @Override
      public int attempt() {
        return 1;
      }

      @Override
      public int twice() {
        return 42;
      }
    });

    assertThat(withDefault.twice()).isEqualTo(42);
  }

  /** Generic on top, concrete below: the compiler adds a bridge. */
  public interface Converter<A, B> {
    @Retryable
    B convert(A from) throws IOException;
  }

  /** Binds the type variables and narrows the result. */
  public interface Parser extends Converter<String, Number> {
    @Override
    Integer convert(String text) throws IOException;
  }

  // SPEC 13.1
  @Test
  void genericMethod_calledThroughItsBridge_isRetried() throws IOException {
    Target target = Target.failing(2);
    Parser parser = retry.proxy(Parser.class, text -> text.length() + target.call());
    Converter<String, Number> generic = parser;

    assertThat(generic.convert("ab")).isEqualTo(2 + 3);
    assertThat(time.sleeps()).hasSize(2);
  }

  // SPEC 13.1
  @Test
  void genericMethod_calledByItsNarrowerName_isRetried() throws IOException {
    Target target = Target.failing(2);
    Parser parser = retry.proxy(Parser.class, text -> text.length() + target.call());

    assertThat(parser.convert("abc")).isEqualTo(3 + 3);
    assertThat(time.sleeps()).hasSize(2);
  }

  /** Not public: the toolkit cannot reach it by itself. */
  interface Hidden {
    @Retryable
    int ask() throws IOException;
  }

  // SPEC 13.2
  @Test
  void interfaceThatIsNotPublic_withoutALookup_isRefusedSayingHow() {
    assertThatThrownBy(() -> retry.proxy(Hidden.class, () -> 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Hidden.ask cannot be reached: pass"
                + " RetryProxy.of(Hidden.class).lookup(MethodHandles.lookup()) from a class that can see it");
  }

  // SPEC 13.1
  @Test
  void interfaceThatIsNotPublic_withALookup_isRetried() throws IOException {
    Target target = Target.failing(1);
    Hidden hidden = RetryProxy.of(Hidden.class)
        .policy(retry.policy())
        .lookup(MethodHandles.lookup())
        .wrap(target::call);

    assertThat(hidden.ask()).isEqualTo(2);
  }

  // SPEC 2.9
  @Test
  void type_thatNoProxyCanImplement_isRefused() {
    assertThatThrownBy(() -> RetryProxy.of(String.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("type must be an interface that is not sealed, was class java.lang.String");
    assertThatThrownBy(() -> RetryProxy.of(Retryable.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("type must be an interface that is not sealed, was"
            + " interface io.retrykit.annotation.Retryable");
    assertThatThrownBy(() -> RetryProxy.of(Closed.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("type must be an interface that is not sealed, was interface ");
  }

  /** Sealed: a proxy is none of those permitted. */
  public sealed interface Closed permits OnlyOne {
    @Retryable
    void call();
  }

  /** The one permitted. */
  public record OnlyOne() implements Closed {
    @Override
    public void call() {}
  }

  // SPEC 13.1
  @Test
  void proxy_withoutAPolicyOfItsOwn_takesTheDefaults() {
    Thrower thrower = RetryProxy.of(Thrower.class).wrap(new Thrower() {
      @Override
      public void retried() {
        throw new AssertionError("an error, so that nothing pauses in real time");
      }

      @Override
      public void passedThrough() {}
    });

    assertThatThrownBy(thrower::retried).isInstanceOf(AssertionError.class);
  }
}

package io.retrykit.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.Retry;
import io.retrykit.call.Operation;
import io.retrykit.failure.Classifier;
import io.retrykit.failure.Verdict;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.util.AbstractMap;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * SPEC 17.9: whatever a failure, a response or its accessors hold, recognising it does not throw, and what is wrong with one
 * accessor takes nothing away from the others. Errors of the machine are no exception: the failure being judged is what
 * the caller has to hear of, and it is heard with less said about it.
 */
class HostileFailuresTest {
  private static final List<String> SITES = List.of(
      "message",
      "cause",
      "string",
      "identity",
      "status",
      "code",
      "grpc",
      "headers",
      "response",
      "body",
      "trailers");

  private static final List<Classifier> CLASSIFIERS = List.of(
      RateLimits.classifier(),
      RateLimits.refiningClassifier(),
      RateLimits.limits(),
      RateLimits.classifier(Hostile.class),
      RateLimits.classifier(IOException.class));

  @AfterEach
  void takeTheFlagOff() {
    boolean unused = Thread.interrupted(); // of the accessors that throw an InterruptedException
  }

  static Stream<Throwable> thrown() {
    return Stream.of(
        new IllegalStateException("closed"),
        new IOException("not declared"),
        new InterruptedException("not declared either"),
        new AssertionError("never"),
        new StackOverflowError(),
        new OutOfMemoryError("simulated"),
        new InternalError("simulated"),
        new NoClassDefFoundError("gone"),
        new ExceptionInInitializerError("once"),
        new Error("any other"));
  }

  private static Supplier<@Nullable Object> throwing(Throwable thrown) {
    return () -> HostileFailuresTest.<RuntimeException>sneaky(thrown);
  }

  @SuppressWarnings("unchecked") // that is the point
  private static <E extends Throwable> Object sneaky(Throwable thrown) throws E {
    throw (E) thrown;
  }

  private static Verdict judge(Map<String, Supplier<@Nullable Object>> behaviours) {
    Hostile failure = new Hostile(behaviours);
    for (Classifier classifier : CLASSIFIERS) {
      assertThat(classifier.classify(failure)).isNotNull();
      assertThat(classifier.classifyResult(new Hostile.Answer(failure))).isNotNull();
    }
    return RateLimits.limits().classify(failure);
  }

  @ParameterizedTest
  @MethodSource("thrown")
  void accessor_thatThrows_saysNothing_andTheOthersAreHeard(Throwable thrown) {
    for (String site : SITES) {
      Map<String, Supplier<@Nullable Object>> behaviours = new HashMap<>();
      behaviours.put("status", () -> 429);
      behaviours.put("code", () -> "ThrottlingException");
      behaviours.put("headers", () -> Map.of("Retry-After", "7"));
      behaviours.put("message", () -> "Rate limit exceeded");
      behaviours.put(site, throwing(thrown));
      Verdict verdict = judge(behaviours);

      assertThat(verdict.isThrottled()).as(site).isTrue();
      assertThat(verdict.hintNanos())
          .as(site)
          .isEqualTo(site.equals("headers") ? 0 : 7_000_000_000L);
    }
  }

  @ParameterizedTest
  @MethodSource("thrown")
  void accessors_thatAllThrow_leaveNoOpinion(Throwable thrown) {
    Map<String, Supplier<@Nullable Object>> behaviours = new HashMap<>();
    SITES.forEach(site -> behaviours.put(site, throwing(thrown)));

    assertThat(judge(behaviours)).isSameAs(Verdict.noOpinion());
  }

  @ParameterizedTest
  @MethodSource("thrown")
  void value_thatThrowsWhenItIsRead_saysNothing(Throwable thrown) {
    for (Object value : throwingValues(thrown)) {
      for (String site : List.of("status", "code", "grpc", "headers", "body", "response")) {
        Map<String, Supplier<@Nullable Object>> behaviours = new HashMap<>();
        behaviours.put("message", () -> "Rate limit exceeded");
        behaviours.put(site, () -> value);

        assertThat(judge(behaviours).isThrottled()).as(site).isTrue();
      }
    }
  }

  private static List<Object> throwingValues(Throwable thrown) {
    Supplier<@Nullable Object> bang = throwing(thrown);
    return List.of(
        new Text(bang),
        new Status(bang),
        new Lookup(bang),
        (Iterable<Object>) () -> {
          Object unused = bang.get();
          return Collections.emptyIterator();
        },
        new AbstractMap<String, Object>() {
          @Override
          public Set<Entry<String, Object>> entrySet() {
            Object unused = bang.get();
            return Set.of();
          }
        },
        Map.of("retry-after", new Text(bang)));
  }

  private record Text(Supplier<@Nullable Object> bang) implements CharSequence {
    @Override
    public int length() {
      Object unused = bang.get();
      return 1;
    }

    @Override
    public char charAt(int index) {
      Object unused = bang.get();
      return 'x';
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      Object unused = bang.get();
      return this;
    }

    @Override
    public String toString() {
      return String.valueOf(bang.get());
    }
  }

  /** A status whose number cannot be had. */
  public static final class Status {
    private final Supplier<@Nullable Object> bang;

    Status(Supplier<@Nullable Object> bang) {
      this.bang = bang;
    }

    /** As Spring calls it. */
    public @Nullable Object value() {
      return bang.get();
    }

    /** As gRPC calls it. */
    public @Nullable Object getCode() {
      return bang.get();
    }
  }

  /** Headers that cannot be looked up. */
  public static final class Lookup {
    private final Supplier<@Nullable Object> bang;

    Lookup(Supplier<@Nullable Object> bang) {
      this.bang = bang;
    }

    /** As most clients call it. */
    public @Nullable Object get(String name) {
      return name.equals("retry-after") ? bang.get() : null;
    }
  }

  @Test
  void textsThatAreHuge_areReadAsFarAsTheyMatter() {
    String huge = "x".repeat(4_000_000);
    assertThat(judge(Map.of("message", () -> "Rate limit exceeded " + huge)).isThrottled())
        .isTrue();
    assertThat(judge(Map.of("message", () -> huge + " rate limit exceeded")))
        .isSameAs(Verdict.noOpinion());
    assertThat(judge(Map.of(
            "code",
            () -> huge,
            "body",
            () -> huge,
            "headers",
            () -> Map.of("retry-after", huge, "date", huge, "x-should-retry", huge))))
        .isSameAs(Verdict.noOpinion());
  }

  @Test
  void responses_thatHoldThemselvesOrEachOther_areReadAFewStepsDeep() {
    Object[] circle = new Object[2];
    Hostile inner = new Hostile(Map.of("response", () -> circle[0], "status", () -> 429));
    Hostile outer = new Hostile(Map.of("response", () -> inner));
    circle[0] = outer;

    assertThat(RateLimits.isRateLimit(outer)).isTrue();
    Hostile[] self = new Hostile[1];
    self[0] = new Hostile(Map.of("response", () -> Optional.of(self[0])));
    assertThat(RateLimits.isRateLimit(self[0])).isFalse();
  }

  @Test
  void headersThatHoldThemselves_sayNothing() {
    Iterable<?>[] itself = new Iterable<?>[1];
    itself[0] = () -> Arrays.asList((Object) itself[0]).iterator();

    assertThat(judge(Map.of("status", () -> 429, "headers", () -> new Lookup(() -> itself[0])))
            .isThrottled())
        .isTrue();
  }

  @Test
  void causes_inACircle_areEachLookedAtOnce() {
    Hostile[] circle = new Hostile[2];
    circle[0] = new Hostile(Map.of("cause", () -> circle[1]));
    circle[1] = new Hostile(Map.of("cause", () -> circle[0], "status", () -> 429));
    assertThat(RateLimits.isRateLimit(circle[0])).isTrue();

    Hostile[] self = new Hostile[1];
    self[0] = new Hostile(Map.of("cause", () -> self[0]));
    CLASSIFIERS.forEach(each -> assertThat(each.classify(self[0])).isNotNull());
    assertThat(RateLimits.isRateLimit(self[0])).isFalse();
  }

  @Test
  void causes_withoutEnd_areFollowedForAWhile() {
    assertThat(judge(Map.of("cause", HostileFailuresTest::endless))).isSameAs(Verdict.noOpinion());
  }

  private static Hostile endless() {
    return new Hostile(Map.of("cause", HostileFailuresTest::endless));
  }

  /** Whatever an error says, and wherever it stands: it is none of ours. */
  @Test
  void errorsOfTheMachine_areNeverRateLimits() {
    for (Error error : List.of(
        new OutOfMemoryError("Rate limit exceeded"),
        new StackOverflowError("429 Too Many Requests"),
        new LinkageError("throttled"))) {
      for (Classifier classifier : CLASSIFIERS) {
        assertThat(classifier.classify(error)).isSameAs(Verdict.noOpinion());
        assertThat(classifier.classify(new IllegalStateException(error)))
            .isSameAs(Verdict.noOpinion());
      }
    }
  }

  /** What is thrown is what failed, whatever came of looking at it. */
  @ParameterizedTest
  @MethodSource("thrown")
  void call_thatFailsSo_endsWithItsOwnFailure(Throwable thrown) {
    for (String site : SITES) {
      Hostile failure = new Hostile(Map.of(site, throwing(thrown)));
      Operation<String, Hostile> operation = () -> {
        throw failure;
      };
      RetryPolicy policy =
          RetryPolicy.builder().timebase(VirtualTimebase.create()).build();
      Throwable ended = null;
      try {
        Retry.with(policy).call(operation);
      } catch (Throwable any) {
        ended = any;
      }

      assertThat(ended == failure).as(site).isTrue(); // not shown: it cannot be
    }
  }

  @Property
  void anything_anywhere_neverThrows(@ForAll long seed) {
    Random random = new Random(seed);
    assertThat(judge(anything(random, 0))).isNotNull();
  }

  private static Map<String, Supplier<@Nullable Object>> anything(Random random, int depth) {
    Map<String, Supplier<@Nullable Object>> behaviours = new HashMap<>();
    for (String site : SITES) {
      if (random.nextBoolean()) {
        Supplier<@Nullable Object> behaviour = behaviour(random, depth);
        behaviours.put(site, behaviour);
      }
    }
    return behaviours;
  }

  private static Supplier<@Nullable Object> behaviour(Random random, int depth) {
    Throwable thrown = thrown().toList().get(random.nextInt(10));
    List<Object> values = List.of(
        "",
        "429",
        "ThrottlingException",
        "x".repeat(5_000),
        429,
        503L,
        (short) 404,
        Integer.MIN_VALUE,
        Long.MAX_VALUE,
        Double.NaN,
        Optional.empty(),
        Optional.of("insufficient_quota"),
        OptionalInt.of(429),
        Thread.State.NEW,
        new int[] {429},
        new Object[] {new Object[] {null}},
        List.of(List.of("7")),
        Map.of("retry-after", List.of("7"), "date", 9),
        new Object());
    return switch (random.nextInt(depth < 3 ? 5 : 4)) {
      case 0 -> throwing(thrown);
      case 1 -> () -> null;
      case 2 -> {
        Object value = throwingValues(thrown).get(random.nextInt(6));
        yield () -> value;
      }
      case 3 -> {
        Object value = values.get(random.nextInt(values.size()));
        yield () -> value;
      }
      default -> {
        Hostile nested = new Hostile(anything(random, depth + 1));
        yield () -> nested;
      }
    };
  }
}

package io.retrykit.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serial;
import java.lang.ref.WeakReference;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Exceptions of other class loaders: redeployed, half there, or compiled against what is not there. */
class ForeignClassesTest {
  private static final int TRIES = 100;

  /** Loads some classes of this test anew, and has never heard of others. */
  private static final class Foreign extends ClassLoader {
    private final Set<String> own = new HashSet<>();
    private final Set<String> missing = new HashSet<>();

    Foreign(Class<?>... own) {
      super(ForeignClassesTest.class.getClassLoader());
      for (Class<?> each : own) {
        this.own.add(each.getName());
      }
    }

    Foreign without(Class<?>... classes) {
      for (Class<?> each : classes) {
        missing.add(each.getName());
      }
      return this;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (missing.contains(name)) {
        throw new ClassNotFoundException(name);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        if (loaded != null) {
          return loaded;
        }
        return own.contains(name) ? define(name) : super.loadClass(name, resolve);
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      String file = name.replace('.', '/') + ".class";
      try (InputStream in = Objects.requireNonNull(getParent().getResourceAsStream(file))) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException unreadable) {
        throw new ClassNotFoundException(name, unreadable);
      }
    }

    Exception newFailure(Class<?> like) throws ReflectiveOperationException {
      Class<?> type = loadClass(like.getName());
      assertThat(type.getClassLoader()).isSameAs(this);
      return (Exception) type.getConstructor().newInstance();
    }
  }

  /** Has a status, headers, a response and a body, as everything that is looked up is looked up in it. */
  public static final class Passing extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Called by the test, in another loader. */
    public Passing() {
      super("Rate limit exceeded");
    }

    /** As most clients call it. */
    public int getStatusCode() {
      return 429;
    }

    /** As most clients call it. */
    public String getErrorCode() {
      return "Throttling";
    }

    /** As most clients call it. */
    public Map<String, String> getHeaders() {
      return Map.of("Retry-After", "7");
    }

    /** As most clients call it. */
    public Object getResponse() {
      return new Answer();
    }
  }

  /** Of the same loader. */
  public static final class Answer {
    /** Called in another loader. */
    public Answer() {}

    /** As most clients call it. */
    public int statusCode() {
      return 429;
    }

    /** As most clients call it. */
    public Answer headers() {
      return this;
    }

    /** As most clients call it. */
    public @Nullable String firstValue(String name) {
      return name.equals("retry-after") ? "7" : null;
    }
  }

  /** What was looked up hangs on the class: an application that is redeployed takes it away with it. */
  @Test
  void loader_whoseFailuresWereRecognised_canBeUnloaded() throws Exception {
    WeakReference<ClassLoader> loader = recognised();
    int tries = 0;
    while (loader.get() != null && tries++ < TRIES) {
      System.gc();
    }

    assertThat(loader.get()).isNull();
  }

  /** In a method of its own, so that no local variable keeps the loader. */
  private static WeakReference<ClassLoader> recognised() throws Exception {
    Foreign loader = new Foreign(Passing.class, Answer.class);
    Exception failure = loader.newFailure(Passing.class);
    Object answer = loader.loadClass(Answer.class.getName()).getConstructor().newInstance();
    for (int i = 0; i < 1_000; i++) { // often enough to be compiled
      assertThat(RateLimits.classifier().classify(failure).hintNanos()).isEqualTo(7_000_000_000L);
      assertThat(RateLimits.classifier().classifyResult(answer).isThrottled()).isTrue();
    }
    return new WeakReference<>(loader);
  }

  /** SPEC 17.9: a jar that was shrunk. */
  @Test
  void nestedClass_whoseOuterClassIsNotThere_isReadAllTheSame() throws Exception {
    Foreign loader = new Foreign(Passing.class, Answer.class).without(ForeignClassesTest.class);

    assertThat(
            RateLimits.classifier().classify(loader.newFailure(Passing.class)).hintNanos())
        .isEqualTo(7_000_000_000L);
  }

  /** Returns what is not on everybody's path. */
  public static final class Optional extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Called by the test, in another loader. */
    public Optional() {
      super("Rate limit exceeded");
    }

    /** As most clients call it. */
    public Answer getResponse() {
      return new Answer();
    }

    /** As most clients call it. */
    public int getStatusCode() {
      return 404;
    }
  }

  /** SPEC 17.9: its accessors cannot be looked at, its message can. */
  @Test
  void accessor_ofATypeThatIsNotThere_takesNothingFromTheMessage() throws Exception {
    Foreign loader = new Foreign(Optional.class).without(Answer.class);

    assertThat(RateLimits.isRateLimit(loader.newFailure(Optional.class))).isTrue();
  }
}

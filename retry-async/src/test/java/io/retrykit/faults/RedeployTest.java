package io.retrykit.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.Retry;
import io.retrykit.async.AsyncRetry;
import io.retrykit.circuitbreaker.CircuitBreaker;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.ratelimit.RateLimiter;
import io.retrykit.testing.OtherJvm;
import java.lang.ref.WeakReference;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** An application is stopped and its loader dropped: nothing of the toolkit keeps it, neither a thread nor the JDK's classes. */
class RedeployTest {
  /** The timer's thread ends when it was idle for ten seconds. */
  private static final long MOST_SECONDS = 60;

  @Test
  void loaderOfAnApplication_thatUsedEverything_isUnloaded() throws Exception {
    WeakReference<ClassLoader> loader = deployed();

    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
    while (loader.get() != null && System.nanoTime() - end < 0) {
      System.gc();
      TimeUnit.MILLISECONDS.sleep(100);
    }

    assertThat(loader.get()).isNull();
  }

  /** In a method of its own, so that no local variable keeps the loader. */
  private static WeakReference<ClassLoader> deployed() throws Exception {
    URL[] path = Stream.of(
            RetryPolicy.class,
            Retry.class,
            RateLimiter.class,
            CircuitBreaker.class,
            AsyncRetry.class,
            Webapp.class)
        .map(OtherJvm::jarOf)
        .map(RedeployTest::url)
        .toArray(URL[]::new);
    try (URLClassLoader loader = new URLClassLoader(path, new Server())) {
      Class<?> webapp = loader.loadClass(Webapp.class.getName());
      assertThat(webapp).isNotSameAs(Webapp.class);
      assertThat(loader.loadClass(AsyncRetry.class.getName()).getClassLoader()).isSameAs(loader);
      ((Runnable) webapp.getConstructor().newInstance()).run();
      return new WeakReference<>(loader);
    }
  }

  private static URL url(Path path) {
    try {
      return path.toUri().toURL();
    } catch (MalformedURLException impossible) {
      throw new AssertionError(impossible);
    }
  }

  /** What a server shares with its applications: the log, not the toolkit. */
  private static final class Server extends ClassLoader {
    Server() {
      super(RedeployTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("io.retrykit.")) {
        throw new ClassNotFoundException(name);
      }
      return super.loadClass(name, resolve);
    }
  }
}

package io.retrykit.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.Retry;
import io.retrykit.failure.Classifier;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.net.SocketTimeoutException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The toolkit inside an application that is redeployed: what was looked up hangs on classes of the JDK, which stay, and
 * must not keep the toolkit's own loader.
 */
class OwnLoaderTest {
  private static final int TRIES = 100;

  @ParameterizedTest
  @CsvSource({
    "io.retrykit.throttle.RateLimits, isRateLimit",
    "io.retrykit.ratelimit.Timeouts, isTimeout",
    "io.retrykit.loop.ReportedAttempts, of"
  })
  void ownLoader_afterLookingAtFailuresOfTheJdk_canBeUnloaded(String type, String method)
      throws Exception {
    WeakReference<ClassLoader> loader = used(type, method);
    int tries = 0;
    while (loader.get() != null && tries++ < TRIES) {
      System.gc();
    }

    assertThat(loader.get()).isNull();
  }

  /** In a method of its own, so that no local variable keeps the loader. */
  private static WeakReference<ClassLoader> used(String type, String name) throws Exception {
    URL[] path = {place(Classifier.class), place(Retry.class), place(RateLimits.class)};
    try (URLClassLoader loader = new URLClassLoader(path, ClassLoader.getPlatformClassLoader())) {
      Class<?> loaded = loader.loadClass(type);
      assertThat(loaded.getClassLoader()).isSameAs(loader);
      Method method = loaded.getDeclaredMethod(name, Throwable.class);
      method.setAccessible(true);
      method.invoke(null, new SocketTimeoutException("read"));
      method.invoke(null, new RuntimeException(new IOException(new TimeoutException())));
      return new WeakReference<>(loader);
    }
  }

  private static URL place(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation();
  }
}

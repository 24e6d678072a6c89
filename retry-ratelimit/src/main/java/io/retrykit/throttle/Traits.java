package io.retrykit.throttle;

import io.retrykit.throttle.shape.Signal;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.MalformedURLException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
import java.util.Arrays;
import java.util.MissingResourceException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** What exceptions of one class say by their type alone, looked up once. Immutable. */
final class Traits {
  private static final int STOPPED = 1;
  private static final int BROKEN_CONNECTION = 1 << 1;
  private static final int WORDS_COUNT = 1 << 2;
  private static final int SILENT = 1 << 3;

  private static final Traits[] ALL = new Traits[1 << 4];

  static {
    Arrays.setAll(ALL, Traits::new);
  }

  /** Numbers, of a class of the JDK's: those outlive an application, and must not keep the loader of this one. */
  private static final ClassValue<Integer> BITS = new ClassValue<>() {
    @Override
    protected Integer computeValue(Class<?> type) {
      boolean stopped = stopped(type);
      boolean silent = !stopped && Signal.isBlank(type) && ErrorCodes.kind(type) == Kind.UNKNOWN;
      return (stopped ? STOPPED : 0)
          | (brokenConnection(type) ? BROKEN_CONNECTION : 0)
          | (words(type) ? WORDS_COUNT : 0)
          | (silent ? SILENT : 0);
    }
  };

  private final int bits;

  private Traits(int bits) {
    this.bits = bits;
  }

  static Traits of(Class<?> type) {
    return ALL[BITS.get(type)];
  }

  /** Tells whether somebody here ended it: no server did. */
  boolean isStopped() {
    return (bits & STOPPED) != 0;
  }

  /** Tells whether a connection broke, or was not made. */
  boolean isBrokenConnection() {
    return (bits & BROKEN_CONNECTION) != 0;
  }

  /** Tells whether a message in words may decide: that about a bad argument, a file or a class talks about what bears the name. */
  boolean wordsCount() {
    return (bits & WORDS_COUNT) != 0;
  }

  /** Tells whether there is nothing but a message to ask, and the type is none that is known. */
  boolean isSilent() {
    return (bits & SILENT) != 0;
  }

  private static boolean stopped(Class<?> type) {
    if (isA(type, SocketTimeoutException.class, TimeoutException.class)) {
      return false; // seen to as a broken connection, unless something nearer is known
    }
    return isA(
        type,
        InterruptedException.class,
        InterruptedIOException.class,
        ClosedByInterruptException.class,
        Error.class);
  }

  private static boolean words(Class<?> type) {
    return !isA(
            type,
            IllegalArgumentException.class,
            NullPointerException.class,
            UnsupportedOperationException.class,
            ClassCastException.class,
            MissingResourceException.class,
            ReflectiveOperationException.class,
            FileNotFoundException.class,
            FileSystemException.class,
            UnknownHostException.class)
        && !isOf(type, "java.sql.SQLNonTransientException");
  }

  private static boolean brokenConnection(Class<?> type) {
    if (isA(type, TimeoutException.class)) {
      return true;
    }
    return isA(type, IOException.class)
        && !isA(
            type,
            FileNotFoundException.class,
            FileSystemException.class,
            MalformedURLException.class,
            CharacterCodingException.class,
            SSLHandshakeException.class,
            SSLPeerUnverifiedException.class)
        // by type I/O exceptions, they say that what arrived is not what was expected
        && !isOf(type, "com.fasterxml.jackson.");
  }

  private static boolean isA(Class<?> type, Class<?>... any) {
    return Arrays.stream(any).anyMatch(each -> each.isAssignableFrom(type));
  }

  /** By the beginning of the name: neither the module nor the library may be there. */
  private static boolean isOf(Class<?> type, String name) {
    for (Class<?> above = type; above != null; above = above.getSuperclass()) {
      if (above.getName().startsWith(name)) {
        return true;
      }
    }
    return false;
  }
}

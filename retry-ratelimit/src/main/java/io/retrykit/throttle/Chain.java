package io.retrykit.throttle;

import io.retrykit.failure.Causes;
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
import java.time.Instant;
import java.util.MissingResourceException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * Looks along the causes of a failure: what the server has decided counts most, then the nearest failure that is known,
 * then that a connection broke at all.
 */
final class Chain {
  private static final int LONGEST = 100;

  private final Instant now;
  private Recognition known = Recognition.UNKNOWN;
  private Recognition broken = Recognition.UNKNOWN;
  private int status;

  private Chain(Instant now) {
    this.now = now;
  }

  /** What was found, and the status it was found with, 0 if none. */
  record Found(Recognition recognition, int status) {}

  static Found look(Throwable failure, Instant now) {
    Chain chain = new Chain(now);
    Recognition decided = chain.walk(failure);
    Recognition found =
        decided != null ? decided : chain.known.kind() != Kind.UNKNOWN ? chain.known : chain.broken;
    return new Found(found, chain.status);
  }

  private @Nullable Recognition walk(Throwable failure) {
    Throwable mark = failure; // moved on at every power of two: a circle comes back to it
    @Nullable Throwable link = failure;
    for (int i = 0; i < LONGEST && link != null && (i == 0 || link != mark); i++) {
      mark = Integer.bitCount(i) == 1 ? link : mark;
      Recognition recognition = recognise(link);
      if (recognition.decided()) {
        return recognition;
      }
      if (known.kind() == Kind.UNKNOWN) {
        known = recognition;
      }
      if (broken.kind() == Kind.UNKNOWN && isBrokenConnection(link)) {
        broken = Recognition.TRANSIENT;
      }
      link = Causes.of(link);
    }
    return null;
  }

  private Recognition recognise(Throwable link) {
    Kind given = given(link);
    if (given == Kind.OTHER) {
      return known.kind() == Kind.UNKNOWN ? Recognition.OTHER : Recognition.UNKNOWN;
    }
    Signal signal = Signal.of(link);
    Kind named = ErrorCodes.kind(link.getClass());
    Recognition recognition =
        Recognition.of(signal, given == Kind.UNKNOWN ? named : given, wordsCount(link), now);
    status = status == 0 ? signal.status() : status;
    return recognition;
  }

  /** Java's own types that say what they are. */
  private static Kind given(Throwable link) {
    if (link instanceof SocketTimeoutException || link instanceof TimeoutException) {
      return Kind.UNKNOWN; // seen to as a broken connection, unless something nearer is known
    }
    boolean stopped = link instanceof InterruptedException
        || link instanceof InterruptedIOException
        || link instanceof ClosedByInterruptException
        || link instanceof Error;
    return stopped ? Kind.OTHER : Kind.UNKNOWN;
  }

  /** A message about a bad argument, a file or a class talks about what bears the name. */
  private static boolean wordsCount(Throwable link) {
    return !(link instanceof IllegalArgumentException
        || link instanceof NullPointerException
        || link instanceof UnsupportedOperationException
        || link instanceof ClassCastException
        || link instanceof MissingResourceException
        || link instanceof ReflectiveOperationException
        || link instanceof FileNotFoundException
        || link instanceof FileSystemException
        || link instanceof UnknownHostException
        || isOf(link.getClass(), "java.sql.SQLNonTransientException"));
  }

  private static boolean isBrokenConnection(Throwable link) {
    if (link instanceof TimeoutException) {
      return true;
    }
    return link instanceof IOException
        && !(link instanceof FileNotFoundException)
        && !(link instanceof FileSystemException)
        && !(link instanceof MalformedURLException)
        && !(link instanceof CharacterCodingException)
        && !(link instanceof SSLHandshakeException)
        && !(link instanceof SSLPeerUnverifiedException)
        // by type I/O exceptions, they say that what arrived is not what was expected
        && !isOf(link.getClass(), "com.fasterxml.jackson.");
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

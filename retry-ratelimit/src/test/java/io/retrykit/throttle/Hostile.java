package io.retrykit.throttle;

import java.io.Serial;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A failure, and a response, each of whose accessors does what it has been told to do; null if it was told nothing. */
public final class Hostile extends RuntimeException {
  @Serial
  private static final long serialVersionUID = 1L;

  private final transient Map<String, Supplier<@Nullable Object>> behaviours;

  Hostile(Map<String, Supplier<@Nullable Object>> behaviours) {
    this.behaviours = behaviours;
  }

  private @Nullable Object act(String site) {
    Supplier<@Nullable Object> behaviour = behaviours.get(site);
    return behaviour == null ? null : behaviour.get();
  }

  @Override
  public @Nullable String getMessage() {
    Object said = act("message");
    return said == null ? null : said.toString();
  }

  @Override
  public synchronized @Nullable Throwable getCause() {
    return act("cause") instanceof Throwable cause ? cause : null;
  }

  @Override
  public String toString() {
    return "hostile " + act("string");
  }

  @Override
  @SuppressWarnings("ThrowableEqualsHashCode") // what it is made to do
  public int hashCode() {
    return act("identity") == null ? 1 : 0;
  }

  @Override
  @SuppressWarnings("ThrowableEqualsHashCode")
  public boolean equals(@Nullable Object other) {
    return act("identity") == other;
  }

  /** As most clients call it. */
  public @Nullable Object getStatusCode() {
    return act("status");
  }

  /** As some clients call it. */
  public Optional<?> getErrorCode() {
    return Optional.ofNullable(act("code"));
  }

  /** As gRPC calls it. */
  public @Nullable Object getStatus() {
    return act("grpc");
  }

  /** As most clients call it. */
  public @Nullable Object getHeaders() {
    return act("headers");
  }

  /** As most clients call it. */
  public @Nullable Object getResponse() {
    return act("response");
  }

  /** As Spring calls it. */
  public @Nullable Object getResponseBodyAsString() {
    return act("body");
  }

  /** As gRPC calls it. */
  public @Nullable Object getTrailers() {
    return act("trailers");
  }

  /** The same as a response, which is no exception. */
  public static final class Answer {
    private final Hostile said;

    Answer(Hostile said) {
      this.said = said;
    }

    /** As most clients call it. */
    public @Nullable Object statusCode() {
      return said.act("status");
    }

    /** As most clients call it. */
    public @Nullable Object headers() {
      return said.act("headers");
    }

    /** As most clients call it. */
    public @Nullable Object body() {
      return said.act("body");
    }

    /** As most clients call it. */
    public @Nullable Object getResponse() {
      return said.act("response");
    }
  }
}

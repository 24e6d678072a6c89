package io.retrykit.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.failure.Classifier;
import io.retrykit.failure.Verdict;
import java.io.IOException;
import java.io.Serial;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SPEC 17.9: looking at a failure or a response reads no stream, and asks a response that is well for its status alone. */
class QuietAccessorsTest {
  private final Classifier classifier = RateLimits.classifier();

  /** Holds what its client calls its response. */
  public static final class Holding extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Object response;

    Holding(Object response) {
      super("429 Too Many Requests");
      this.response = response;
    }

    /** As most clients call it. */
    public Object getResponse() {
      return response;
    }
  }

  /** Notes whatever it is asked for. */
  public static final class Connection extends URLConnection {
    private final List<String> asked = new ArrayList<>();

    Connection(URL url) {
      super(url);
    }

    @Override
    public void connect() {
      asked.add("connect");
    }

    @Override
    public Object getContent() {
      asked.add("content");
      return "daily quota exceeded";
    }

    /** As other clients call it; here it would wait for the answer. */
    public int getStatusCode() {
      asked.add("status");
      return 429;
    }
  }

  @Test
  void connection_heldByAFailure_isAskedNothing() throws Exception {
    Connection connection = new Connection(URI.create("http://localhost/").toURL());

    assertThat(classifier.classify(new Holding(connection)).isThrottled()).isTrue();
    assertThat(connection.asked).isEmpty();
  }

  @Test
  void address_heldByAFailure_isNotFetched() throws Exception {
    List<URL> opened = new ArrayList<>();
    URL address = new URL(null, "noted:nowhere", new URLStreamHandler() {
      @Override
      protected URLConnection openConnection(URL url) {
        opened.add(url);
        return new Connection(url);
      }
    });

    assertThat(classifier.classify(new Holding(address))).isEqualTo(Verdict.throttled());
    assertThat(opened).isEmpty();
  }

  /** Has bodies of many kinds, none of which is there yet. */
  public static final class Unread {
    private final List<String> asked = new ArrayList<>();

    /** As most clients call it. */
    public int getStatusCode() {
      return 429;
    }

    /** As most clients call it. */
    public Map<String, String> getHeaders() {
      return Map.of();
    }

    /** May be a stream. */
    public Object getContent() {
      asked.add("content");
      return "daily quota exceeded";
    }

    /** Reads, as it declares. */
    public String body() throws IOException {
      asked.add("body");
      return "daily quota exceeded";
    }

    /** May be converted, now. */
    public Object getBody() {
      asked.add("getBody");
      throw new AssertionError("must not be asked");
    }
  }

  @Test
  void body_thatMayHaveToBeReadFirst_isNotAsked() {
    Unread response = new Unread();

    assertThat(classifier.classifyResult(response)).isEqualTo(Verdict.throttled());
    assertThat(classifier.classify(new Holding(response))).isEqualTo(Verdict.throttled());
    assertThat(response.asked).isEmpty();
  }

  /** Notes what else than its status it is asked for. */
  public static final class Lazy {
    private final int status;
    private final List<String> asked = new ArrayList<>();

    Lazy(int status) {
      this.status = status;
    }

    /** As most clients call it. */
    public int statusCode() {
      return status;
    }

    /** As most clients call it. */
    public Map<String, String> headers() {
      asked.add("headers");
      return Map.of();
    }

    /** As most clients call it. */
    public String errorCode() {
      asked.add("code");
      return "";
    }

    /** As most clients call it. */
    public String body() {
      asked.add("body");
      return "daily quota exceeded";
    }
  }

  /** SPEC 17.1: a result that is well costs a look at its status. */
  @ParameterizedTest
  @ValueSource(ints = {200, 304, 399})
  void response_thatRefusesNothing_isAskedForItsStatusAlone(int status) {
    Lazy response = new Lazy(status);

    assertThat(classifier.classifyResult(response)).isSameAs(Verdict.noOpinion());
    assertThat(response.asked).isEmpty();
  }

  /** SPEC 17.1: words are asked for only where they may decide. */
  @Test
  void body_isReadOnceWhereItMayDecide_andNotElsewhere() {
    Lazy missing = new Lazy(404);
    assertThat(classifier.classifyResult(missing).retries()).isFalse();
    assertThat(missing.asked).doesNotContain("body");

    Lazy limited = new Lazy(429);
    assertThat(classifier.classifyResult(limited).decision()).isEqualTo(Verdict.Decision.GIVE_UP);
    assertThat(limited.asked).containsOnlyOnce("body");
  }
}

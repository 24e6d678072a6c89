package io.retrykit.examples.docs;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/** An HTTP response without a server. Public, as those of a client are: what is not cannot be looked at for limits. */
public record Answer(int statusCode, Map<String, List<String>> fields)
    implements HttpResponse<String> {
  private static final URI SOMEWHERE = URI.create("http://localhost/");

  /** Makes one without headers. */
  public Answer(int statusCode) {
    this(statusCode, Map.of());
  }

  /** Makes one with a header. */
  public Answer(int statusCode, String header, String value) {
    this(statusCode, Map.of(header, List.of(value)));
  }

  @Override
  public HttpRequest request() {
    return HttpRequest.newBuilder(SOMEWHERE).build();
  }

  @Override
  public Optional<HttpResponse<String>> previousResponse() {
    return Optional.empty();
  }

  @Override
  public HttpHeaders headers() {
    return HttpHeaders.of(fields, (name, value) -> true);
  }

  @Override
  public String body() {
    return "";
  }

  @Override
  public Optional<SSLSession> sslSession() {
    return Optional.empty();
  }

  @Override
  public URI uri() {
    return SOMEWHERE;
  }

  @Override
  public HttpClient.Version version() {
    return HttpClient.Version.HTTP_1_1;
  }

  @Override
  public String toString() {
    return "HTTP " + statusCode;
  }
}

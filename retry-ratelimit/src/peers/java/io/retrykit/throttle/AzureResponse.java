package io.retrykit.throttle;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A response of Azure's client, which has no builder for one. */
public final class AzureResponse extends HttpResponse {
  AzureResponse() {
    super(new HttpRequest(HttpMethod.GET, "http://localhost/"));
  }

  @Override
  public int getStatusCode() {
    return 429;
  }

  @Override
  @Deprecated
  @SuppressWarnings("InlineMeSuggester") // the superclass decides
  public String getHeaderValue(String name) {
    return getHeaders().getValue(HttpHeaderName.fromString(name));
  }

  @Override
  public HttpHeaders getHeaders() {
    return new HttpHeaders().set(HttpHeaderName.RETRY_AFTER, "7");
  }

  @Override
  public Flux<ByteBuffer> getBody() {
    return Flux.empty();
  }

  @Override
  public Mono<byte[]> getBodyAsByteArray() {
    return Mono.empty();
  }

  @Override
  public Mono<String> getBodyAsString() {
    return Mono.empty();
  }

  @Override
  public Mono<String> getBodyAsString(Charset charset) {
    return Mono.empty();
  }
}

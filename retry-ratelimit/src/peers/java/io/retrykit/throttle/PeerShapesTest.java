package io.retrykit.throttle;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.anthropic.core.JsonValue;
import com.anthropic.core.http.Headers;
import com.anthropic.errors.RateLimitException;
import com.azure.core.exception.HttpResponseException;
import com.google.api.client.http.HttpHeaders;
import com.google.api.gax.rpc.ResourceExhaustedException;
import com.google.api.gax.rpc.StatusCode;
import com.sun.net.httpserver.HttpServer;
import feign.FeignException;
import feign.Request;
import io.grpc.Metadata;
import io.grpc.Status;
import io.retrykit.failure.Classifier;
import io.retrykit.failure.Verdict;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import okhttp3.MediaType;
import okhttp3.Protocol;
import okhttp3.ResponseBody;
import org.apache.hc.core5.http.message.BasicHttpResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.client.HttpClientErrorException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.bedrockruntime.model.BedrockRuntimeException;
import software.amazon.awssdk.services.bedrockruntime.model.ThrottlingException;

/** The real exceptions and responses of other people's clients, their hint included. SPEC 17.1, SPEC 17.5. */
class PeerShapesTest {
  private static final Verdict SEVEN_SECONDS = Verdict.throttled().withFloor(ofSeconds(7));

  private final Classifier classifier = RateLimits.classifier();

  private void assertThrottled(Throwable failure) {
    assertThat(classifier.classify(failure)).hasToString(SEVEN_SECONDS.toString());
  }

  private void assertThrottledResult(Object result) {
    assertThat(classifier.judges(result.getClass())).isTrue();
    assertThat(classifier.classifyResult(result)).hasToString(SEVEN_SECONDS.toString());
  }

  /** What each client throws. */
  @TestFactory
  Stream<DynamicTest> failures_areThrottledForSevenSeconds() {
    return Map.<String, Throwable>ofEntries(
            Map.entry("AWS by code", aws("ThrottlingException", 400)),
            Map.entry("AWS by status", aws(null, 429)),
            Map.entry("Spring", spring()),
            Map.entry("Retrofit", new retrofit2.HttpException(retrofitResponse())),
            Map.entry("JAX-RS", new ClientErrorException(jaxRs())),
            Map.entry("Feign", feign()),
            Map.entry("Google HTTP", googleHttp()),
            Map.entry("Azure", new HttpResponseException(new AzureResponse())),
            Map.entry("Anthropic", anthropic()))
        .entrySet()
        .stream()
        .map(peer ->
            DynamicTest.dynamicTest(peer.getKey(), () -> assertThrottled(peer.getValue())));
  }

  /** What each client returns. */
  @TestFactory
  Stream<DynamicTest> results_areThrottledForSevenSeconds() {
    return Map.<String, Object>ofEntries(
            Map.entry("Spring", ResponseEntity.status(429).header("Retry-After", "7").build()),
            Map.entry("OkHttp", okHttp()),
            Map.entry("Retrofit", retrofitResponse()),
            Map.entry("JAX-RS", jaxRs()),
            Map.entry("Apache", apache()),
            Map.entry("Feign", feignResponse()),
            Map.entry("Azure", new AzureResponse()),
            Map.entry(
                "AWS",
                SdkHttpResponse.builder()
                    .statusCode(429)
                    .putHeader("Retry-After", "7")
                    .build()))
        .entrySet()
        .stream()
        .map(peer -> DynamicTest.dynamicTest(
            peer.getKey(), () -> assertThrottledResult(peer.getValue())));
  }

  /** The name of a status is no code, and the bodies at hand are read. */
  @Test
  void spring_whatBodiesSay_counts() {
    byte[] secondary = "You have exceeded a secondary rate limit".getBytes(StandardCharsets.UTF_8);
    assertThat(classifier.classify(HttpClientErrorException.create(
            HttpStatus.FORBIDDEN,
            "no",
            new org.springframework.http.HttpHeaders(),
            secondary,
            StandardCharsets.UTF_8)))
        .hasToString(Verdict.throttled().withFloor(ofSeconds(60)).toString());
    assertThat(classifier
            .classifyResult(ResponseEntity.status(429).body("insufficient_quota"))
            .decision())
        .isEqualTo(Verdict.Decision.GIVE_UP);
  }

  @Test
  void javaNetHttp_realResponse_isThrottledAndItsBodyRead() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    answer(server, "/limited", "slow down");
    answer(server, "/quota", "{\"error\":{\"code\":\"insufficient_quota\"}}");
    server.start();
    try {
      assertThrottledResult(get(server, "/limited"));
      assertThat(classifier.classifyResult(get(server, "/quota")).decision())
          .isEqualTo(Verdict.Decision.GIVE_UP);
    } finally {
      server.stop(0);
    }
  }

  private static void answer(HttpServer server, String path, String body) {
    server.createContext(path, exchange -> {
      exchange.getResponseHeaders().add("Retry-After", "7");
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(429, bytes.length);
      exchange.getResponseBody().write(bytes);
      exchange.close();
    });
  }

  private static HttpResponse<String> get(HttpServer server, String path)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void grpc_resourceExhausted_isThrottled_andPushbackObeyed() {
    assertThat(classifier.classify(Status.RESOURCE_EXHAUSTED.asRuntimeException()))
        .isEqualTo(Verdict.throttled());
    assertThat(classifier.classify(Status.UNAVAILABLE.asException())).isEqualTo(Verdict.retry());
    assertThat(classifier.classify(Status.INVALID_ARGUMENT.asException()))
        .isEqualTo(Verdict.noOpinion());
    assertThat(classifier.classify(Status.UNAVAILABLE.asRuntimeException(pushback("1500"))))
        .hasToString("retry after exactly 1.5s");
    assertThat(classifier.classify(Status.UNAVAILABLE.asRuntimeException(pushback("-1"))).isVeto())
        .isTrue();
  }

  private static Metadata pushback(String value) {
    Metadata trailers = new Metadata();
    trailers.put(
        Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER), value);
    return trailers;
  }

  @Test
  void gax_resourceExhausted_isThrottled() {
    StatusCode code = new StatusCode() {
      @Override
      public Code getCode() {
        return Code.RESOURCE_EXHAUSTED;
      }

      @Override
      public Object getTransportCode() {
        return Code.RESOURCE_EXHAUSTED;
      }
    };
    assertThat(classifier.classify(new ResourceExhaustedException(null, code, false)))
        .isEqualTo(Verdict.throttled());
  }

  /** Event streams spell the code with a small letter, and answer 200. */
  @Test
  void aws_streamEvent_isThrottledByItsCode() {
    assertThat(classifier.classify(ThrottlingException.builder()
            .statusCode(200)
            .awsErrorDetails(
                AwsErrorDetails.builder().errorCode("throttlingException").build())
            .build()))
        .isEqualTo(Verdict.throttled());
  }

  private static Throwable aws(@Nullable String code, int status) {
    SdkHttpResponse response = SdkHttpResponse.builder()
        .statusCode(status)
        .putHeader("Retry-After", "7")
        .build();
    return BedrockRuntimeException.builder()
        .statusCode(status)
        .awsErrorDetails(
            AwsErrorDetails.builder().errorCode(code).sdkHttpResponse(response).build())
        .build();
  }

  private static Throwable spring() {
    org.springframework.http.HttpHeaders headers = new org.springframework.http.HttpHeaders();
    headers.add("Retry-After", "7");
    return HttpClientErrorException.create(
        HttpStatus.TOO_MANY_REQUESTS, "limited", headers, new byte[0], null);
  }

  private static okhttp3.Response okHttp() {
    return new okhttp3.Response.Builder()
        .request(new okhttp3.Request.Builder().url("http://localhost/").build())
        .protocol(Protocol.HTTP_1_1)
        .code(429)
        .message("limited")
        .header("Retry-After", "7")
        .build();
  }

  private static retrofit2.Response<String> retrofitResponse() {
    return retrofit2.Response.error(ResponseBody.create("no", MediaType.parse("text/plain")), okHttp());
  }

  private static Response jaxRs() {
    return Response.status(429).header("Retry-After", "7").build();
  }

  private static Request feignRequest() {
    return Request.create(
        Request.HttpMethod.GET, "http://localhost/", Map.of(), (Request.Body) null, null);
  }

  private static Throwable feign() {
    return new FeignException.TooManyRequests(
        "limited", feignRequest(), new byte[0], Map.of("retry-after", List.of("7")));
  }

  private static feign.Response feignResponse() {
    return feign.Response.builder()
        .status(429)
        .request(feignRequest())
        .headers(Map.of("retry-after", List.of("7")))
        .build();
  }

  private static Throwable googleHttp() {
    HttpHeaders headers = new HttpHeaders();
    headers.set("Retry-After", List.of("7"));
    return new com.google.api.client.http.HttpResponseException.Builder(429, "limited", headers)
        .build();
  }

  private static BasicHttpResponse apache() {
    BasicHttpResponse response = new BasicHttpResponse(429);
    response.addHeader("Retry-After", "7");
    return response;
  }

  private static Throwable anthropic() {
    return RateLimitException.builder()
        .headers(Headers.builder().put("Retry-After", "7").build())
        .body(JsonValue.from(Map.of()))
        .build();
  }
}

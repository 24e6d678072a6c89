package io.retrykit.examples.rag;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The index behind HTTP: {@code GET /search?q=...&most=...}. Its first answers fail, each in another way: 503, silence,
 * half an answer, and again.
 */
final class SearchServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PassageIndex index;
  private final int failures;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger requests = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Listens on a free port of 127.0.0.1; the index stays the caller's. */
  SearchServer(PassageIndex index, int failures) {
    this.index = index;
    this.failures = failures;
    try {
      InetAddress here = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
      server = HttpServer.create(new InetSocketAddress(here, 0), 0);
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    }
    server.setExecutor(threads);
    server.createContext("/search", this::answer);
    server.start();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/search");
  }

  int requestCount() {
    return requests.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    int number = requests.incrementAndGet();
    try (exchange) {
      Map<String, String> query = query(exchange.getRequestURI());
      byte[] body = found(query).getBytes(UTF_8);
      if (number > failures) {
        send(exchange, 200, body, body.length);
      } else if (number % 3 == 1) {
        exchange.getResponseHeaders().set("Retry-After", "0");
        send(exchange, 503, new byte[0], 0);
      } else if (number % 3 == 2) {
        awaitClose();
      } else {
        send(exchange, 200, body, body.length / 2);
      }
    }
  }

  private String found(Map<String, String> query) {
    ArrayNode passages = JSON.createArrayNode();
    int most = Integer.parseInt(query.getOrDefault("most", "3"));
    for (Passage passage : index.search(query.getOrDefault("q", ""), most)) {
      passages
          .addObject()
          .put("title", passage.title())
          .put("text", passage.text())
          .put("score", passage.score());
    }
    return passages.toString();
  }

  private static void send(HttpExchange exchange, int status, byte[] body, int bytes)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body, 0, bytes);
  }

  private void awaitClose() {
    try {
      closed.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static Map<String, String> query(URI uri) {
    Map<String, String> query = new HashMap<>();
    for (String pair : uri.getRawQuery().split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        query.put(pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), UTF_8));
      }
    }
    return query;
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}

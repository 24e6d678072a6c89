package io.retrykit.examples.bedrock;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * A Bedrock runtime on 127.0.0.1, for programs and tests that must see failures on demand. It
 * serves {@code POST /model/{modelId}/invoke} and {@code /invoke-with-response-stream} over HTTP/1.1 with keep-alive.
 *
 * <p>Each request is recorded, then checked, then answered with the next queued {@link Reply}, or
 * with the default once the queue is empty. A request the service itself would refuse (malformed
 * JSON, unknown model, unknown path) is refused here too and takes nothing from the queue.
 *
 * <p>Safe for use by many threads. A caller that has seen its answer finds its request in {@link
 * #requests()}.
 */
public final class EmbeddedBedrock implements AutoCloseable {
  private final Script script;
  private final RequestLog log;
  private final HttpListener listener;

  private EmbeddedBedrock(Script script, RequestLog log, HttpListener listener) {
    this.script = script;
    this.log = log;
    this.listener = listener;
  }

  /** Starts a server on a free port of 127.0.0.1; it accepts connections on return. */
  public static EmbeddedBedrock start() {
    return start(0);
  }

  /**
   * Starts a server on the given port of 127.0.0.1; it accepts connections on return.
   *
   * @param port 0 to 65535, where 0 takes any free port
   * @throws IllegalArgumentException if {@code port} is out of range
   * @throws IllegalStateException if the port is taken or may not be used; the message names it
   */
  public static EmbeddedBedrock start(int port) {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be 0 to 65535, was " + port);
    }
    Script script = new Script();
    RequestLog log = new RequestLog();
    HttpListener listener = HttpListener.bind(port, () -> new RequestHandler(log, script));
    return new EmbeddedBedrock(script, log, listener);
  }

  /** Returns the address for a client's endpoint override, such as {@code http://127.0.0.1:4711}. */
  public URI endpoint() {
    return URI.create("http://" + HttpListener.HOST + ":" + port());
  }

  /** Returns the port in use, never 0. */
  public int port() {
    return listener.port();
  }

  /**
   * Returns the requests so far, refused ones included, in the order they arrived. The list is a
   * snapshot and does not change.
   */
  public List<ReceivedRequest> requests() {
    return log.snapshot();
  }

  /** Returns how many requests have arrived, refused ones included. */
  public int requestCount() {
    return log.size();
  }

  /** Returns how many requests the client has hung up on before they were answered. */
  public int hangUps() {
    return log.hangUps();
  }

  /** Returns how many frames of streams have been sent so far. */
  public long framesSent() {
    return log.framesSent().sum();
  }

  /**
   * Waits until so many requests have arrived.
   *
   * @param most how long at most
   * @return whether they have
   */
  public boolean awaitRequests(int count, Duration most) throws InterruptedException {
    return log.await(count, 0, most);
  }

  /** Waits until the client has hung up on so many requests; else as {@link #awaitRequests}. */
  public boolean awaitHangUps(int count, Duration most) throws InterruptedException {
    return log.await(0, count, most);
  }

  /** Adds replies for the next requests, one each, behind those already queued. */
  public void enqueue(Reply... replies) {
    script.enqueue(List.of(replies));
  }

  /** Gives this reply whenever the queue is empty, in place of {@link Reply#echo()}. */
  public void always(Reply reply) {
    respondWith(request -> reply);
  }

  /**
   * Asks this function for the reply whenever the queue is empty, in place of {@link Reply#echo()}.
   * It runs on the server's only thread and must not block; if it throws, the caller is answered
   * with status 500 and a message that says so.
   */
  public void respondWith(Function<ReceivedRequest, Reply> replies) {
    script.otherwise(replies);
  }

  /**
   * Stops listening and drops every connection, answered or not. The port is free on return. A
   * second call does nothing.
   */
  @Override
  public void close() {
    listener.close();
  }
}

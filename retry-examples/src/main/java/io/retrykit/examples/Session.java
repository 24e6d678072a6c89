package io.retrykit.examples;

import io.retrykit.examples.bedrock.EmbeddedBedrock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;

/**
 * The real clients of one command, made when they are asked for, and the server they call if it is inside this process.
 * For one thread to open and close; the clients are for any.
 */
public final class Session implements AutoCloseable {
  private final @Nullable EmbeddedBedrock server;
  private final String region;
  private final @Nullable DefaultCredentialsProvider credentials;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private @Nullable BedrockRuntimeClient client;
  private @Nullable BedrockRuntimeAsyncClient asyncClient;

  private Session(
      @Nullable EmbeddedBedrock server,
      String region,
      @Nullable DefaultCredentialsProvider credentials) {
    this.server = server;
    this.region = region;
    this.credentials = credentials;
  }

  static Session embedded(EmbeddedBedrock server) {
    Session session = new Session(server, "", null);
    session.opened.push(server);
    return session;
  }

  static Session live(String region, DefaultCredentialsProvider credentials) {
    Session session = new Session(null, region, credentials);
    session.opened.push(credentials);
    return session;
  }

  /** Returns the server inside this process; empty if AWS is called. */
  public Optional<EmbeddedBedrock> server() {
    return Optional.ofNullable(server);
  }

  /** Returns what is called, in words. */
  public String where() {
    return server == null ? "AWS in " + region : "embedded server at " + server.endpoint();
  }

  /** Returns the client that blocks; its own retries are off. */
  public BedrockRuntimeClient client() {
    BedrockRuntimeClient made = client;
    if (made == null) {
      made = server == null
          ? BedrockClients.live(region, credentials())
          : BedrockClients.embedded(server.endpoint());
      opened.push(made);
      client = made;
    }
    return made;
  }

  /** Returns the client that does not block; its own retries are off. */
  public BedrockRuntimeAsyncClient asyncClient() {
    BedrockRuntimeAsyncClient made = asyncClient;
    if (made == null) {
      SdkAsyncHttpClient sockets = BedrockClients.sockets();
      opened.push(sockets);
      made = server == null
          ? BedrockClients.liveAsync(region, credentials(), sockets)
          : BedrockClients.embeddedAsync(server.endpoint(), sockets);
      opened.push(made);
      asyncClient = made;
    }
    return made;
  }

  private DefaultCredentialsProvider credentials() {
    if (credentials == null) {
      throw new IllegalStateException("no credentials");
    }
    return credentials;
  }

  /**
   * Closes all that was opened, the clients before what they call, whatever one of them throws.
   *
   * @throws IllegalStateException if one could not be closed; it is the cause, and what others threw is suppressed
   */
  @Override
  public void close() {
    closeAll(opened);
  }

  static void closeAll(Deque<AutoCloseable> opened) {
    IllegalStateException failed = null;
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception refused) {
        if (failed == null) {
          failed = new IllegalStateException("could not be closed", refused);
        } else {
          failed.addSuppressed(refused);
        }
      }
    }
    if (failed != null) {
      throw failed;
    }
  }
}

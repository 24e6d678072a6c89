package io.retrykit.examples;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A port without any HTTP library behind it, so that what it sends may be as wrong as it likes. One request a connection. */
final class RawServer implements AutoCloseable {
  static final String ANSWER = "{\"content\":[{\"type\":\"text\",\"text\":\"whole\"}]}";

  private final ServerSocket port;
  private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  RawServer() throws IOException {
    port = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  /** What becomes of one connection. */
  enum Fault {
    /** RST before anything is read. */
    RESET {
      @Override
      void play(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
      }
    },
    /** RST when half of the body is sent. */
    RESET_IN_THE_BODY {
      @Override
      void play(Socket socket) throws IOException {
        readRequest(socket);
        send(socket, head(200, ANSWER.length()) + half());
        pause(20); // or the reset may overtake what was sent
        socket.setSoLinger(true, 0);
      }
    },
    /** FIN when half of the body is sent. */
    CLOSE_IN_THE_BODY {
      @Override
      void play(Socket socket) throws IOException {
        readRequest(socket);
        send(socket, head(200, ANSWER.length()) + half());
      }
    },
    /** FIN within the head. */
    CLOSE_IN_THE_HEAD {
      @Override
      void play(Socket socket) throws IOException {
        readRequest(socket);
        send(socket, "HTTP/1.1 200 O");
      }
    },
    /** Another protocol. */
    NOT_HTTP {
      @Override
      void play(Socket socket) throws IOException {
        readRequest(socket);
        send(socket, "220 mail.example.org ESMTP\r\n\r\n");
      }
    },
    /** Nothing, until the client hangs up. */
    BLACK_HOLE {
      @Override
      void play(Socket socket) throws IOException {
        readRequest(socket);
        untilHungUp(socket);
      }
    },
    /** A byte now and then, of a body that would take hours. */
    SLOW_DRIP {
      @Override
      void play(Socket socket) throws IOException {
        readRequest(socket);
        send(socket, head(200, 1_000_000));
        for (int i = 0; i < 1_000_000; i++) {
          send(socket, " ");
          pause(20);
        }
      }
    },
    /** Too many requests. */
    STATUS_429 {
      @Override
      void play(Socket socket) throws IOException {
        readRequest(socket);
        send(socket, head(429, 2) + "{}");
      }
    },
    /** Broken. */
    STATUS_500 {
      @Override
      void play(Socket socket) throws IOException {
        readRequest(socket);
        send(socket, head(500, 2) + "{}");
      }
    },
    /** Not there, says a proxy in a page of its own. */
    STATUS_503 {
      @Override
      void play(Socket socket) throws IOException {
        readRequest(socket);
        send(socket, head(503, 13) + "<html></html>");
      }
    },
    /** A whole answer by its length, and half of a text. */
    TRUNCATED_JSON {
      @Override
      void play(Socket socket) throws IOException {
        readRequest(socket);
        send(socket, head(200, half().length()) + half());
      }
    },
    /** Headers as somebody hostile would send them. */
    HOSTILE_HEADERS {
      @Override
      void play(Socket socket) throws IOException {
        readRequest(socket);
        send(
            socket,
            "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 99999999999999999999999\r\n"
                + "x-amz-retry-after: -1\r\nx-ratelimit-reset-requests: 9e999s\r\n"
                + "anthropic-ratelimit-tokens-reset: " + "9".repeat(3_000) + "\r\n"
                + "retry-after-ms: \u00b2\u00b3\r\nDate: Thu, 99 Zzz 0000 99:99:99 GMT\r\n"
                + "Content-Length: 2\r\nConnection: close\r\n\r\n{}");
      }
    },
    /** All is well. */
    NONE {
      @Override
      void play(Socket socket) throws IOException {
        readRequest(socket);
        send(socket, head(200, ANSWER.length()) + ANSWER);
      }
    };

    abstract void play(Socket socket) throws IOException;

    private static String half() {
      return ANSWER.substring(0, ANSWER.length() / 2);
    }
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + port.getLocalPort());
  }

  /** Makes the next connections go wrong; those after them are answered. */
  void enqueue(Fault... next) {
    faults.addAll(List.of(next));
  }

  /** Returns how many faults nobody has met yet. */
  int left() {
    return faults.size();
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "raw-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = port.accept();
        open.add(socket);
        Fault fault = faults.poll();
        start(() -> serve(socket, fault == null ? Fault.NONE : fault));
      }
    } catch (IOException closed) {
      // the end
    }
  }

  private void serve(Socket socket, Fault fault) {
    try (socket) {
      fault.play(socket);
    } catch (IOException hungUp) {
      // as clients do that have waited long enough
    } finally {
      open.remove(socket);
    }
  }

  private static String head(int status, int length) {
    return "HTTP/1.1 " + status + " X\r\nContent-Type: application/json\r\nContent-Length: "
        + length + "\r\nConnection: close\r\n\r\n";
  }

  private static void send(Socket socket, String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(ISO_8859_1));
    out.flush();
  }

  private static void readRequest(Socket socket) throws IOException {
    InputStream in = new BufferedInputStream(socket.getInputStream());
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) next(in));
    }
    String lower = head.toString().toLowerCase(Locale.ROOT);
    if (lower.contains("expect: 100-continue")) {
      send(socket, "HTTP/1.1 100 Continue\r\n\r\n");
    }
    int at = lower.indexOf("content-length:");
    int length = at < 0
        ? 0
        : Integer.parseInt(lower.substring(at + 15, lower.indexOf("\r\n", at)).strip());
    for (int i = 0; i < length; i++) {
      next(in);
    }
  }

  private static int next(InputStream in) throws IOException {
    int read = in.read();
    if (read < 0) {
      throw new IOException("hung up");
    }
    return read;
  }

  private static void untilHungUp(Socket socket) throws IOException {
    while (socket.getInputStream().read() >= 0) {
      // more of it
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException impossible) {
      throw new AssertionError(impossible);
    }
  }

  @Override
  public void close() {
    try {
      port.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}

package io.retrykit.examples;

import io.retrykit.failure.Outcome;
import io.retrykit.failure.Verdict;
import io.retrykit.policy.RetryEvent;
import io.retrykit.policy.RetryListener;
import io.retrykit.spi.OneLine;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Shows what happens between the attempts of calls, as it happens. */
final class Console implements RetryListener {
  private final PrintWriter out;
  private final AtomicInteger attempts = new AtomicInteger();
  private final LongAdder pauses = new LongAdder();
  private boolean midLine; // a piece of a stream was printed last

  Console(PrintWriter out) {
    this.out = out;
  }

  static PrintWriter out(@Nullable CommandSpec spec) {
    if (spec == null) {
      throw new IllegalStateException("not run through picocli");
    }
    return spec.commandLine().getOut();
  }

  /** Tells how many requests a server in this process has seen. */
  static void tellRequests(PrintWriter out, Session session) {
    session
        .server()
        .ifPresent(server ->
            out.println("         the server saw " + server.requestCount() + " requests"));
    out.flush();
  }

  /** An attempt begins. */
  void attempt(int number, int max) {
    attempt("attempt " + number + "/" + max + " ...");
  }

  /** An attempt begins, in other words. */
  synchronized void attempt(String line) {
    endLine();
    attempts.incrementAndGet();
    out.println(line);
    out.flush();
  }

  /** A piece of an answer, printed behind the one before. */
  synchronized void piece(String text) {
    out.print(text);
    out.flush();
    midLine = true;
  }

  private void endLine() {
    if (midLine) {
      out.println();
      midLine = false;
    }
  }

  @Override
  public synchronized void onEvent(RetryEvent event) {
    if (event.type() != RetryEvent.Type.SUCCEEDED) {
      endLine();
    }
    switch (event.type()) {
      case FAILED -> out.println("  failed:  " + what(event));
      case RETRY -> {
        pauses.add(event.delay().toNanos());
        out.println("  pause:   " + millis(event.delay().toNanos()) + asked(event));
      }
      case REFUSED -> out.println("  refused: " + event.detail());
      case GAVE_UP -> out.println("  gave up: " + why(event));
      case SUCCEEDED -> {
        // success speaks for itself
      }
    }
    out.flush();
  }

  /** Sums up. */
  synchronized void summary() {
    endLine();
    int made = attempts.get();
    out.printf(
        "%nsummary: %s, %s of pauses%n",
        made == 1 ? "1 attempt" : made + " attempts", millis(pauses.sum()));
    out.flush();
  }

  private static String what(RetryEvent event) {
    Throwable failure = event.failure();
    return failure != null
        ? Failures.oneLine(failure)
        : "not accepted: "
            + OneLine.of(String.valueOf(event.outcome().map(Outcome::result).orElse(null)));
  }

  private static String millis(long nanos) {
    return Duration.ofNanos(nanos).toMillis() + " ms";
  }

  private static String asked(RetryEvent event) {
    return event
        .verdict()
        .filter(verdict -> verdict.hint() != Verdict.Hint.NONE)
        .map(verdict -> ", the server asked for " + millis(verdict.hintNanos()))
        .orElse("");
  }

  private static String why(RetryEvent event) {
    String reason = event.reason().map(Object::toString).orElse("");
    return event.detail().isEmpty() ? reason : reason + ": " + event.detail();
  }
}

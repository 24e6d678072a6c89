package io.retrykit.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A session closes all that it has opened, whatever one of them says to that. */
class SessionTest {
  private final List<String> closed = new ArrayList<>();

  @Test
  void close_someRefuse_closesTheOthersAllTheSame_andTellsOfEach() {
    IOException first = new IOException("first");
    IllegalStateException second = new IllegalStateException("second");
    Deque<AutoCloseable> opened = new ArrayDeque<>();
    opened.push(() -> closed.add("server"));
    opened.push(() -> {
      throw second;
    });
    opened.push(() -> closed.add("sockets"));
    opened.push(() -> {
      throw first;
    });
    opened.push(() -> closed.add("client"));

    assertThatThrownBy(() -> Session.closeAll(opened))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("could not be closed")
        .hasCause(first)
        .hasSuppressedException(second);
    assertThat(closed).containsExactly("client", "sockets", "server");
    assertThat(opened).isEmpty();
    Session.closeAll(opened);
  }
}

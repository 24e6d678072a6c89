package io.retrykit.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Chains of causes, the odd ones too. */
class CausesTest {
  private final IOException real = new IOException("real");

  @Test
  void unwrap_ofWrappers_isTheFirstThatIsNone() {
    assertThat(Causes.unwrap(real)).isSameAs(real);
    assertThat(Causes.unwrap(new CompletionException(real))).isSameAs(real);
    assertThat(Causes.unwrap(new ExecutionException(new CompletionException(real))))
        .isSameAs(real);
    IllegalStateException outer = new IllegalStateException(new CompletionException(real));
    assertThat(Causes.unwrap(outer)).isSameAs(outer);
    assertThat(Causes.unwrap(new CompletionException(outer))).isSameAs(outer);
  }

  @Test
  void unwrap_ofAWrapperThatHoldsNothing_isTheLastWrapper() {
    CompletionException empty = new CompletionException("empty", null);
    assertThat(Causes.unwrap(empty)).isSameAs(empty);
    assertThat(Causes.unwrap(new ExecutionException(empty))).isSameAs(empty);
  }

  @Test
  void unwrap_ofACircleOfWrappers_isTheFailureItself() {
    CircularWrapper one = new CircularWrapper();
    CircularWrapper other = new CircularWrapper();
    one.next = other;
    other.next = one;
    assertThat(Causes.unwrap(one)).isSameAs(one);
    CircularWrapper alone = new CircularWrapper();
    alone.next = alone;
    assertThat(Causes.unwrap(alone)).isSameAs(alone);
  }

  @Test
  void unwrap_ofALongChain_reachesItsEnd() {
    Throwable chain = real;
    for (int i = 0; i < 1_000; i++) {
      chain = new CompletionException(chain);
    }
    assertThat(Causes.unwrap(chain)).isSameAs(real);
  }

  /** SPEC 3.4. */
  @Test
  void anyMatch_looksAtTheWholeChain() {
    Exception chain = new Exception(new IllegalStateException(real));
    assertThat(Causes.anyMatch(chain, cause -> cause == real)).isTrue();
    assertThat(Causes.anyMatch(chain, cause -> cause == chain)).isTrue();
    assertThat(Causes.anyMatch(chain, cause -> cause instanceof Error)).isFalse();
  }

  /** SPEC 3.4. */
  @Test
  void anyMatch_inACircle_asksEachOnce() {
    Exception one = new Exception("one");
    Exception other = new Exception("other", one);
    one.initCause(other);
    List<Throwable> asked = new ArrayList<>();
    boolean found = Causes.anyMatch(one, cause -> {
      asked.add(cause);
      return false;
    });
    assertThat(found).isFalse();
    assertThat(asked).containsExactly(one, other);
  }

  @Test
  void anyMatch_onceFound_asksNoFurther() {
    List<Throwable> asked = new ArrayList<>();
    boolean found = Causes.anyMatch(new Exception(real), asked::add);
    assertThat(found).isTrue();
    assertThat(asked).hasSize(1);
  }

  private static final class CircularWrapper extends CompletionException {
    private static final long serialVersionUID = 1L;

    private transient @Nullable Throwable next;

    @Override
    public synchronized @Nullable Throwable getCause() {
      return next;
    }
  }

  @Test
  void cause_thatThrowsWhenItIsAskedFor_isNone() {
    Exception closed = new Exception("closed") {
      @Override
      public synchronized Throwable getCause() {
        throw new AssertionError("never");
      }
    };

    assertThat(Causes.of(closed)).isNull();
    assertThat(Causes.of(new Exception(closed))).isSameAs(closed);
    assertThat(Causes.anyMatch(new Exception(closed), each -> each == closed)).isTrue();
    assertThat(Causes.anyMatch(new Exception(closed), each -> false)).isFalse();
  }

  /** Has another cause each time it is asked. */
  private static final class Endless extends Exception {
    private static final long serialVersionUID = 1L;

    @Override
    public synchronized Throwable getCause() {
      return new Endless();
    }
  }

  @Test
  void anyMatch_ofCausesWithoutEnd_comesToOne() {
    int[] asked = {0};

    assertThat(Causes.anyMatch(new Endless(), each -> asked[0]++ < 0)).isFalse();
    assertThat(asked[0]).isEqualTo(1_001);
  }
}

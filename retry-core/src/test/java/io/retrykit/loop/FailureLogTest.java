package io.retrykit.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.failure.RetryHistory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** SPEC 4.2: what is kept of the failures of one call. */
class FailureLogTest {
  private static List<Throwable> failures(int count) {
    return IntStream.rangeClosed(1, count)
        .<Throwable>mapToObj(n -> new IOException("failure " + n))
        .toList();
  }

  private static RetryHistory attached(FailureLog log, Throwable thrown) {
    log.attachTo(thrown, thrown);
    assertThat(thrown.getSuppressed()).hasSize(1);
    return (RetryHistory) thrown.getSuppressed()[0];
  }

  /** Each failure another instance: the first and the newest 15 but the thrown one. */
  @Property
  void history_distinctFailures_isTheFirstAndTheNewest(@ForAll @IntRange(min = 2, max = 60) int n) {
    List<Throwable> all = failures(n);
    FailureLog log = new FailureLog();
    all.forEach(log::add);
    RetryHistory history = attached(log, all.get(n - 1));
    List<Throwable> expected = new ArrayList<>(all.subList(0, 1));
    expected.addAll(all.subList(Math.max(1, n - 1 - RetryHistory.NEWEST), n - 1));
    assertThat(history.failures()).containsExactlyElementsOf(expected);
    assertThat(history.total()).isEqualTo(n - 1);
  }

  /** A few instances and results (0) in any order: none twice, none that is thrown, in the order they came. */
  @Property
  void history_sharedInstancesAndResults_holdsEachOnceAndNeverTheThrownOne(
      @ForAll @Size(min = 1, max = 80) List<@IntRange(min = 0, max = 5) Integer> outcomes) {
    List<Throwable> instances = failures(5);
    FailureLog log = new FailureLog();
    List<Throwable> thrownInOrder = new ArrayList<>();
    for (int outcome : outcomes) {
      Throwable failure = outcome == 0 ? null : instances.get(outcome - 1);
      log.add(failure);
      if (failure != null) {
        thrownInOrder.add(failure);
      }
    }
    assertThat(log.total()).isEqualTo(outcomes.size());
    if (thrownInOrder.isEmpty()) {
      assertThat(log.without(null)).isEmpty();
      assertThat(log.last()).isNull();
      return;
    }
    Throwable last = thrownInOrder.get(thrownInOrder.size() - 1);
    assertThat(log.last()).isSameAs(last);
    List<Throwable> kept = log.without(last);
    assertThat(kept)
        .doesNotContain(last)
        .doesNotHaveDuplicates()
        .hasSizeLessThanOrEqualTo(RetryHistory.NEWEST + 1)
        .isSubsetOf(thrownInOrder);
    if (thrownInOrder.get(0) != last) {
      assertThat(kept).first().isSameAs(thrownInOrder.get(0));
    }
    if (thrownInOrder.size() <= RetryHistory.NEWEST + 1) {
      assertThat(kept)
          .containsExactlyElementsOf(
              thrownInOrder.stream().distinct().filter(one -> one != last).toList());
    }
  }

  /** Where the call ends with something else than a failure, the newest one is among the 15. */
  @Property
  void history_thrownIsNoneOfThem_isTheFirstAndTheNewest(
      @ForAll @IntRange(min = 1, max = 60) int n) {
    List<Throwable> all = failures(n);
    FailureLog log = new FailureLog();
    all.forEach(log::add);
    List<Throwable> expected = new ArrayList<>(all.subList(0, 1));
    expected.addAll(all.subList(Math.max(1, n - RetryHistory.NEWEST), n));
    assertThat(log.without(null)).containsExactlyElementsOf(expected);
    IllegalStateException other = new IllegalStateException("other");
    log.attachTo(other, other);
    assertThat(((RetryHistory) other.getSuppressed()[0]).failures())
        .containsExactlyElementsOf(expected);
  }

  /** Attached once, however often the loop ends with the same instance. */
  @Property(tries = 20)
  void attach_again_changesNothing(@ForAll @IntRange(min = 2, max = 20) int n) {
    List<Throwable> all = failures(n);
    FailureLog log = new FailureLog();
    all.forEach(log::add);
    Throwable thrown = all.get(n - 1);
    RetryHistory history = attached(log, thrown);
    log.attachTo(thrown, thrown);
    assertThat(thrown.getSuppressed()).containsExactly(history);
  }
}

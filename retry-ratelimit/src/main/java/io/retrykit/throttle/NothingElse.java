package io.retrykit.throttle;

import java.util.function.Predicate;

/** Selects no failure by itself: what is retried is left to a classifier, and a choice has been written all the same. */
record NothingElse(String words) implements Predicate<Throwable> {
  @Override
  public boolean test(Throwable failure) {
    return false;
  }

  @Override
  public String toString() {
    return words;
  }
}

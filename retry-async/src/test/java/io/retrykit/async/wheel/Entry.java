package io.retrykit.async.wheel;

import org.jspecify.annotations.Nullable;

/** Something that waits: the three fields an entry must have, and no more; what happens then is a subclass's. */
class Entry implements Waiting {
  private @Nullable Waiting next;
  private @Nullable Waiting previous;
  private long due;

  @Override
  public @Nullable Waiting next() {
    return next;
  }

  @Override
  public void next(@Nullable Waiting next) {
    this.next = next;
  }

  @Override
  public @Nullable Waiting previous() {
    return previous;
  }

  @Override
  public void previous(@Nullable Waiting previous) {
    this.previous = previous;
  }

  @Override
  public long due() {
    return due;
  }

  @Override
  public void due(long tick) {
    this.due = tick;
  }

  @Override
  public void fire() {}

  /** Returns one that does this when it fires. */
  static Entry of(Runnable then) {
    return new Entry() {
      @Override
      public void fire() {
        then.run();
      }
    };
  }
}

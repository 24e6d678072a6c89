package io.retrykit.backoff;

/** A pause before it is spread: a function of the number of failures alone. */
interface Formula {
  /** Returns the pause after this many failures (1 or more), between zero and the cap. */
  long base(int failedAttempts);

  /** Returns what no pause exceeds. */
  long cap();

  /** Returns from which number of failures on the pause stays the same; {@link Integer#MAX_VALUE} if not known. */
  int settledAt();

  /** Returns the same formula with no pause longer than this. */
  Formula cappedAt(long cap);
}

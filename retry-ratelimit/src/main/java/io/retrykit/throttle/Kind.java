package io.retrykit.throttle;

/** What a failure is, as far as it can be told. */
enum Kind {
  /** The server asks for fewer calls. */
  THROTTLED,
  /** Another attempt may succeed. */
  TRANSIENT,
  /** A quota is used up that no pause worth making brings back. */
  EXHAUSTED,
  /** The request itself is refused: nothing but another request helps. */
  HOPELESS,
  /** Known, and none of these. */
  OTHER,
  /** Not known. */
  UNKNOWN
}

/** Retry without blocking a thread: futures and stages, Guava's listenable futures, hedging. */
@org.jspecify.annotations.NullMarked
module io.retrykit.async {
  requires static transitive org.jspecify;
  requires transitive io.retrykit.core;
  requires org.slf4j;

  exports io.retrykit.async;
}

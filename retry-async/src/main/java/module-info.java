/** Retry without blocking a thread: futures and stages, Guava's listenable futures, hedging. */
@org.jspecify.annotations.NullMarked
module io.retrykit.async {
  requires static com.google.common;
  requires static transitive org.jspecify;
  requires transitive io.retrykit.core;
  requires org.slf4j;

  exports io.retrykit.async;

  provides io.retrykit.spi.ContextProvider with
      io.retrykit.async.plugin.MdcContext;
  provides io.retrykit.spi.ReturnTypeAdapter with
      io.retrykit.async.plugin.ListenableAdapter,
      io.retrykit.async.plugin.PublisherAdapter,
      io.retrykit.async.plugin.StageAdapter;
}

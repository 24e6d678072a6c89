/** Retry without blocking a thread: futures and stages, Guava's listenable futures, hedging, streams. */
@org.jspecify.annotations.NullMarked
@SuppressWarnings("requires-automatic") // Reactive Streams has a name, and no more
module io.retrykit.async {
  requires static com.google.common;
  requires static transitive org.jspecify;
  requires transitive io.retrykit.core;
  requires org.slf4j;
  requires static org.reactivestreams;

  exports io.retrykit.async;

  provides io.retrykit.spi.ContextProvider with
      io.retrykit.async.plugin.MdcContext;
  provides io.retrykit.spi.ReturnTypeAdapter with
      io.retrykit.async.plugin.ListenableAdapter,
      io.retrykit.async.plugin.PublisherAdapter,
      io.retrykit.async.plugin.ReactiveAdapter,
      io.retrykit.async.plugin.StageAdapter;
}

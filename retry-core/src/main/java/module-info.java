/** Retry on the calling thread: the front door, the loop, proxies, configuration, logging and JFR events. */
@org.jspecify.annotations.NullMarked
@SuppressWarnings("module") // retry-async comes later on the path, or not at all
module io.retrykit.core {
  requires static transitive org.jspecify;
  requires transitive io.retrykit.api;
  requires jdk.jfr;
  requires org.slf4j;

  exports io.retrykit;
  exports io.retrykit.config;
  exports io.retrykit.extension;
  exports io.retrykit.observe;
  exports io.retrykit.proxy;
  exports io.retrykit.loop to
      io.retrykit.async;

  uses io.retrykit.spi.BudgetProvider;
  uses io.retrykit.spi.ClassifierProvider;
  uses io.retrykit.spi.ContextProvider;
  uses io.retrykit.spi.GuardProvider;
  uses io.retrykit.spi.ListenerProvider;
  uses io.retrykit.spi.PolicyProvider;
  uses io.retrykit.spi.ReturnTypeAdapter;
}

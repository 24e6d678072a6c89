package io.retrykit.spi;

/** What every provider has. */
public interface Provider {
  /**
   * Returns a name: lower case, words joined by hyphens, as {@code circuit-breaker}. Configuration refers to it, and
   * providers are sorted by it. Of two providers of one kind and name the one whose class name comes first is used.
   */
  String name();
}

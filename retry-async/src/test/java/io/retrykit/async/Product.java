package io.retrykit.async;

/** What an attempt came to: somebody has to close it, once. */
final class Product implements AutoCloseable {
  private final String name;
  private final boolean bad;
  private int closed;

  Product(String name, boolean bad) {
    this.name = name;
    this.bad = bad;
  }

  boolean isBad() {
    return bad;
  }

  int closed() {
    return closed;
  }

  @Override
  public void close() {
    closed++;
  }

  @Override
  public String toString() {
    return name;
  }
}

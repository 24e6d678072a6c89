package io.retrykit.examples;

import io.retrykit.examples.bedrock.EmbeddedBedrock;

/** Sessions for tests in other packages. */
public final class Sessions {
  private Sessions() {}

  /** Returns one that calls this server, and closes it with itself. */
  public static Session of(EmbeddedBedrock server) {
    return Session.embedded(server);
  }
}

package io.retrykit.circuitbreaker;

import io.retrykit.time.VirtualTimebase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A server that is dead for a while, and knows who knocked meanwhile. It never tires: no load is too much for it. */
final class FrailServer {
  private final VirtualTimebase time;
  private final Duration dies;
  private final Duration returns;
  private final List<Duration> knocks = new ArrayList<>();

  FrailServer(VirtualTimebase time, Duration dies, Duration returns) {
    this.time = time;
    this.dies = dies;
    this.returns = returns;
  }

  /** A call arrives; tells whether it is answered. */
  boolean answers() {
    Duration now = time.elapsed();
    boolean alive = now.compareTo(dies) < 0 || now.compareTo(returns) >= 0;
    if (!alive) {
      knocks.add(now);
    }
    return alive;
  }

  /** Returns when calls reached it in vain. */
  List<Duration> knocks() {
    return knocks;
  }
}

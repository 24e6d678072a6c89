package io.retrykit.async;

import io.retrykit.loop.Hedges;

/** How one retry hedges: the user's figures, the rules, and what was learnt of its calls. */
record Hedging(Hedge hedge, Hedges hedges, Latencies latencies) {
  static Hedging of(Hedge hedge, Hedges hedges) {
    return new Hedging(hedge, hedges, new Latencies(hedge));
  }

  /** Returns after how long another attempt is due. */
  long delayNanos() {
    return latencies.delayNanos();
  }

  /** Returns when an attempt begins, if anybody wants to know. */
  long started(Engine engine) {
    return latencies.wanted() ? engine.policy().timebase().nanos() : engine.started();
  }

  /** A volley was good: what its first attempt has taken, or was waited for, is how long attempts take. */
  void learn(Engine engine, Shot<?> first) {
    if (latencies.wanted()) {
      latencies.record(engine.policy().timebase().nanos() - first.started);
    }
  }
}

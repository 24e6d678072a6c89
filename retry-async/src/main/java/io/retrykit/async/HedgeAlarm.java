package io.retrykit.async;

/** The moment at which another attempt of a {@link Volley} is due. One that another has replaced changes nothing, be it late. */
final class HedgeAlarm extends WaitingNode implements Runnable {
  final long nanos;
  final Pause pause;
  private final Volley<?> volley;
  private final Engine engine;

  HedgeAlarm(Volley<?> volley, Engine engine, long nanos) {
    this.volley = volley;
    this.engine = engine;
    this.nanos = nanos;
    this.pause = engine.alarms.pause();
  }

  void begin() {
    engine.alarms.begin(pause, this, nanos);
  }

  void cancel() {
    engine.alarms.cancel(pause, this);
  }

  @Override
  public void fire() {
    engine.run(this, rejected -> volley.closeFrom(this));
  }

  @Override
  public void run() {
    volley.dueFrom(this);
  }
}

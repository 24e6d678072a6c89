package io.retrykit.examples.simulate;

import java.util.Arrays;
import java.util.PriorityQueue;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * One trial. A server holds a row with a version; each client must write the row once. A client reads the version, then
 * writes; the write succeeds if the row still has that version, which it then raises. A client whose write met another
 * version pauses and reads again; none gives up.
 *
 * <p>Every message takes one hop; the server takes no time and has no limit. Events of the same moment happen in the
 * order they were caused.
 */
final class Contention {
  private final DoubleSupplier hops;
  private final DoubleSupplier units;
  private final ClientBackoff[] backoffs;
  private final int[] conflicts;
  private final PriorityQueue<Message> messages = new PriorityQueue<>();
  private double[] callTimes = new double[256];
  private int calls;
  private long caused;

  private Contention(
      int clients, Supplier<ClientBackoff> backoff, DoubleSupplier hops, DoubleSupplier units) {
    this.hops = hops;
    this.units = units;
    this.conflicts = new int[clients];
    this.backoffs = new ClientBackoff[clients];
    Arrays.setAll(backoffs, client -> backoff.get());
  }

  /**
   * Runs a trial to its end.
   *
   * @param clients how many start at the same moment, 1 or more
   * @param backoff gives each client its pauses
   * @param hops how long each message takes, in milliseconds, drawn once for each
   * @param units numbers from 0 up to 1 for the pauses; a pause is drawn after the hop that follows it
   */
  static Trial run(
      int clients, Supplier<ClientBackoff> backoff, DoubleSupplier hops, DoubleSupplier units) {
    return new Contention(clients, backoff, hops, units).run();
  }

  private Trial run() {
    for (int client = 0; client < backoffs.length; client++) {
      send(0, Step.READ, client, 0);
    }
    int version = 0;
    double now = 0;
    for (Message message = messages.poll(); message != null; message = messages.poll()) {
      now = message.time;
      switch (message.step) {
        case READ -> send(now, Step.READ_ANSWER, message.client, version);
        case READ_ANSWER -> send(now, Step.WRITE, message.client, message.version);
        case WRITE -> {
          count(now);
          boolean written = message.version == version;
          version += written ? 1 : 0;
          send(now, written ? Step.WRITTEN : Step.CONFLICT, message.client, version);
        }
        case CONFLICT -> retry(now, message.client);
        case WRITTEN -> {}
      }
    }
    return new Trial(
        Arrays.copyOf(callTimes, calls), now, Arrays.stream(conflicts).max().orElse(0));
  }

  private void retry(double now, int client) {
    conflicts[client]++;
    double arrival = now + hops.getAsDouble();
    arrival += backoffs[client].millis(conflicts[client], units);
    messages.add(new Message(arrival, caused++, Step.READ, client, 0));
  }

  private void send(double now, Step step, int client, int version) {
    messages.add(new Message(now + hops.getAsDouble(), caused++, step, client, version));
  }

  private void count(double now) {
    if (calls == callTimes.length) {
      callTimes = Arrays.copyOf(callTimes, calls * 2);
    }
    callTimes[calls++] = now;
  }

  private enum Step {
    READ,
    READ_ANSWER,
    WRITE,
    WRITTEN,
    CONFLICT
  }

  private record Message(double time, long order, Step step, int client, int version)
      implements Comparable<Message> {
    @Override
    public int compareTo(Message other) {
      int byTime = Double.compare(time, other.time);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }
}

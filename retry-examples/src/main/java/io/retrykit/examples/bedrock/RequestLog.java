package io.retrykit.examples.bedrock;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** The requests so far. Any thread may read while the event loop adds. */
final class RequestLog {
  private final List<ReceivedRequest> requests = new ArrayList<>();
  private final LongAdder framesSent = new LongAdder();
  private int hangUps;

  /** Adds a request and returns its number, 1 for the first. */
  synchronized int add(ReceivedRequest request) {
    requests.add(request);
    notifyAll();
    return requests.size();
  }

  /** A client has hung up on a request that was not answered. */
  synchronized void hungUp() {
    hangUps++;
    notifyAll();
  }

  synchronized int hangUps() {
    return hangUps;
  }

  /** Waits until as many requests have arrived, and as many been hung up on; tells whether they have, in time. */
  synchronized boolean await(int arrived, int gone, Duration most) throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    while (requests.size() < arrived || hangUps < gone) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return true;
  }

  /** Counts the frames of streams, as they are sent. */
  LongAdder framesSent() {
    return framesSent;
  }

  synchronized int size() {
    return requests.size();
  }

  synchronized List<ReceivedRequest> snapshot() {
    return List.copyOf(requests);
  }
}

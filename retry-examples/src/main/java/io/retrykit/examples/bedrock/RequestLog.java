package io.retrykit.examples.bedrock;

import java.util.ArrayList;
import java.util.List;

/** The requests so far. Any thread may read while the event loop adds. */
final class RequestLog {
  private final List<ReceivedRequest> requests = new ArrayList<>();

  /** Adds a request and returns its number, 1 for the first. */
  synchronized int add(ReceivedRequest request) {
    requests.add(request);
    return requests.size();
  }

  synchronized int size() {
    return requests.size();
  }

  synchronized List<ReceivedRequest> snapshot() {
    return List.copyOf(requests);
  }
}

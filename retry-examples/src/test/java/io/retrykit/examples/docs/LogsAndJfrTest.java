package io.retrykit.examples.docs;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.Retry;
import io.retrykit.policy.RetryEvent;
import io.retrykit.policy.RetryListener;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/guide/logs-and-jfr.md}. */
class LogsAndJfrTest {
  private final Service service = new Service();
  private final RetryPolicy policy = RetryPolicy.builder()
      .name("orders")
      .jitter(false)
      .timebase(VirtualTimebase.create())
      .build();

  private void fail(Retry retry) {
    service.failing(3);
    assertThat(catchThrowable(() -> retry.call(() -> service.ask("why?"))))
        .isInstanceOf(IOException.class);
  }

  @Test
  void log_ofACallThatFails_isWhatThePageShows() throws IOException {
    Output.isShown("logs/lines", Output.logged(() -> fail(Retry.with(policy))));
  }

  @Test
  void listener_ofOnesOwn_countsWhatItWants() {
    // docs: begin logs/listener
    Map<String, LongAdder> counters = new ConcurrentHashMap<>(); // your metrics, in its place
    RetryListener counting = new RetryListener() {
      @Override
      public void onEvent(RetryEvent event) {
        String name = event.policy() + "." + event.type();
        counters.computeIfAbsent(name, unused -> new LongAdder()).increment();
      }

      @Override
      public boolean wants(RetryEvent.Type type) {
        return type != RetryEvent.Type.SUCCEEDED; // a first success stays free of charge
      }
    };
    RetryPolicy counted = policy.toBuilder().listener(counting).build();
    // docs: end
    fail(Retry.with(counted));
    Map<String, Long> counts = new TreeMap<>();
    counters.forEach((name, counter) -> counts.put(name, counter.sum()));
    assertThat(counts)
        .isEqualTo(Map.of("orders.FAILED", 3L, "orders.RETRY", 2L, "orders.GAVE_UP", 1L));
  }

  @Test
  void onRetry_ofAPolicy_hearsFailureAndAttempt() {
    List<String> heard = new ArrayList<>();
    // docs: begin logs/on-retry
    RetryPolicy told = policy.toBuilder()
        .onRetry((failure, attempt) -> heard.add("attempt " + attempt + ": " + failure))
        .build();
    // docs: end
    fail(Retry.with(told));
    assertThat(heard)
        .containsExactly(
            "attempt 1: java.io.IOException: connection reset",
            "attempt 2: java.io.IOException: connection reset");
  }

  @Test
  void recording_ofACallThatFails_holdsItsEvents(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("retries.jfr");
    Retry retry = Retry.with(policy);
    // docs: begin logs/jfr
    try (Recording recording = new Recording()) {
      recording.start(); // the events are on in every recording
      fail(retry);
      recording.dump(file);
    }
    List<RecordedEvent> events = RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().startsWith("io.retrykit."))
        .toList();
    // docs: end
    assertThat(events)
        .extracting(event -> event.getEventType().getName())
        .containsExactly("io.retrykit.Retry", "io.retrykit.Retry", "io.retrykit.GiveUp");
    RecordedEvent first = events.get(0);
    assertThat(first.getString("policy")).isEqualTo("orders");
    assertThat(first.getInt("attempt")).isEqualTo(1);
    assertThat(first.getInt("maxAttempts")).isEqualTo(3);
    assertThat(first.getString("outcome")).isEqualTo("java.io.IOException");
    assertThat(first.getDuration("delay")).isEqualTo(ofSeconds(1));
    assertThat(events.get(2).getString("reason")).isEqualTo("max attempts");
  }
}

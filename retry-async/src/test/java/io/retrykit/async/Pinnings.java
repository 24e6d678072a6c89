package io.retrykit.async;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** Waits that held the carrier of a virtual thread, as the JVM's flight recorder tells them. */
final class Pinnings {
  private static final String EVENT = "jdk.VirtualThreadPinned";
  private static final String OURS = "io.retrykit.";

  /** Not ours, whoever is there first: classes are loaded and linked, and the recorder writes our own events down. */
  private static final List<String> THE_JVMS =
      List.of("java.lang.ClassLoader", "java.lang.invoke.MethodHandleNatives", "jdk.jfr.");

  private Pinnings() {}

  /** Returns those that had code of ours on their stack, while the work was done. */
  static List<RecordedEvent> during(VirtualThreads.Work work) throws Exception {
    try (Recording recording = new Recording()) {
      recording.enable(EVENT).withThreshold(Duration.ZERO).withStackTrace();
      recording.start();
      work.run();
      recording.stop();
      return read(recording).stream().filter(Pinnings::isOurs).toList();
    }
  }

  private static List<RecordedEvent> read(Recording recording) throws IOException {
    Path file = Files.createTempFile("pinned", ".jfr");
    try {
      recording.dump(file);
      return RecordingFile.readAllEvents(file);
    } finally {
      Files.delete(file);
    }
  }

  private static boolean isOurs(RecordedEvent event) {
    if (!event.getEventType().getName().equals(EVENT) || event.getStackTrace() == null) {
      return false;
    }
    List<String> types = event.getStackTrace().getFrames().stream()
        .map(frame -> frame.getMethod().getType().getName())
        .toList();
    return types.stream().anyMatch(type -> type.startsWith(OURS))
        && types.stream().noneMatch(type -> THE_JVMS.stream().anyMatch(type::startsWith))
        && !isForAClass(event);
  }

  /** One of two that need a class for the first time waits for the other to initialise it; JDK 24 and later say so. */
  private static boolean isForAClass(RecordedEvent event) {
    return event.hasField("pinnedReason")
        && String.valueOf(event.getString("pinnedReason")).startsWith("Waited for initialization");
  }
}

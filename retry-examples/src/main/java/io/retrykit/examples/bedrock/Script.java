package io.retrykit.examples.bedrock;

import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/** The replies to come: a queue, and a rule for when it is empty. Written and read by any thread. */
final class Script {
  private final Queue<Reply> queue = new ConcurrentLinkedQueue<>();
  private volatile Function<ReceivedRequest, Reply> otherwise = request -> Reply.echo();

  void enqueue(List<Reply> replies) {
    queue.addAll(replies);
  }

  void otherwise(Function<ReceivedRequest, Reply> rule) {
    otherwise = Objects.requireNonNull(rule, "replies");
  }

  /** Takes the reply for a request. A rule that fails becomes an answer that tells of it. */
  Reply next(ReceivedRequest request) {
    Reply queued = queue.poll();
    if (queued != null) {
      return queued;
    }
    try {
      return Objects.requireNonNull(otherwise.apply(request), "no reply");
    } catch (RuntimeException | AssertionError broken) {
      return Reply.error(500, "InternalServerException", "the script failed: " + broken);
    }
  }
}

package io.retrykit.async;

import static java.time.Duration.ofHours;
import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.backoff.Backoff;
import io.retrykit.policy.RetryPolicy;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.openjdk.jol.datamodel.Model64;
import org.openjdk.jol.info.ClassData;
import org.openjdk.jol.layouters.HotSpotLayouter;
import org.openjdk.jol.layouters.Layouter;

/**
 * What a call costs in memory while it waits for its next attempt: all that it holds and shares with nobody, but for
 * what is the user's. Sizes are calculated for a 64-bit JVM with compressed pointers, as below 32 GB of heap.
 */
class PendingFootprintTest {
  private static final Layouter LAYOUT = new HotSpotLayouter(new Model64(true, true, 8), 17);
  private static final CompletableFuture<String> FAILED =
      CompletableFuture.failedFuture(new IOException("no"));

  private final AsyncRetry retry = AsyncRetry.with(RetryPolicy.builder()
      .unlimitedAttempts()
      .maxDuration(ofHours(1_000))
      .backoff(Backoff.list(ofHours(1)))
      .build());

  private AsyncCall<String> waiting(
      AsyncRetry with, Supplier<? extends CompletionStage<String>> operation) {
    CompletableFuture<String> call = with.call(operation);
    assertThat(call).isNotDone().isInstanceOf(AsyncCall.class);
    return (AsyncCall<String>) call;
  }

  /** The node's three fields, 16 bytes, are the timer's share; the wheel's 2 KB are everybody's. */
  @Test
  void call_inItsPause_takes160BytesAtMost() throws Exception {
    AsyncCall<String> call = waiting(retry, () -> FAILED);

    assertThat(call.previous()).as("it waits in the wheel by itself").isNotNull();
    assertThat(sizeOf(call)).isLessThanOrEqualTo(160).isEqualTo(144);
    call.cancel(true);
  }

  /** A later failure takes the list of failures as well. */
  @Test
  void call_inItsSecondPause_takesTheListOfItsFailures() throws Exception {
    AsyncRetry twice = AsyncRetry.with(retry.policy().toBuilder()
        .backoff(Backoff.none().take(1).then(Backoff.fixed(ofHours(1))))
        .build());
    AsyncCall<String> call =
        waiting(twice, () -> CompletableFuture.failedFuture(new IOException("no")));

    assertThat(sizeOf(call)).isEqualTo(144 + 40);
    call.cancel(true);
  }

  @Test
  void call_thatWasCancelled_holdsNothing_andIsHeldByNobody() throws Exception {
    AsyncCall<String> call = waiting(retry, () -> FAILED);
    AsyncCall<String> neighbour = waiting(retry, () -> FAILED);
    call.cancel(true);

    assertThat(call.previous()).isNull();
    assertThat(call.next()).isNull();
    assertThat(neighbour.next()).isNotSameAs(call);
    assertThat(neighbour.previous()).isNotSameAs(call);
    assertThat(held(call)).containsExactly(call);
    neighbour.cancel(true);
  }

  private static long sizeOf(Object from) throws IllegalAccessException {
    return held(from).stream()
        .mapToLong(each -> LAYOUT.layout(ClassData.parseInstance(each)).instanceSize())
        .sum();
  }

  /** Returns what a call holds of its own; its neighbours in the wheel are not. */
  private static Set<Object> held(AsyncCall<?> from) throws IllegalAccessException {
    return held((Object) from);
  }

  private static Set<Object> held(Object from) throws IllegalAccessException {
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    List<Object> open = new ArrayList<>(List.of(from));
    while (!open.isEmpty()) {
      Object each = open.remove(open.size() - 1);
      if (seen.add(each)) {
        for (Class<?> type = each.getClass(); isOurs(type); type = type.getSuperclass()) {
          for (Field field : type.getDeclaredFields()) {
            follow(each, field, open);
          }
        }
      }
    }
    return seen;
  }

  private static boolean isOurs(Class<?> type) {
    return type.getName().startsWith("io.retrykit.async.")
        || type.getName().startsWith("io.retrykit.loop.");
  }

  private static void follow(Object holder, Field field, List<Object> open)
      throws IllegalAccessException {
    if (Modifier.isStatic(field.getModifiers()) || field.getType().isPrimitive()) {
      return;
    }
    field.setAccessible(true);
    Object value = field.get(holder);
    boolean isShared = value instanceof Route
        || value instanceof Pause
        || value instanceof AsyncCall<?>
        || value instanceof Supplier<?>
        || value instanceof Throwable
        || value instanceof Enum
        || value instanceof String
        || value instanceof Object[] // a thread's, where it says what it repeats
        || value == null;
    if (!isShared && isOurs(value.getClass())) {
      open.add(value);
    }
  }
}

package io.retrykit.benchmarks;

import dev.failsafe.function.CheckedSupplier;
import io.retrykit.call.Operation;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.springframework.core.retry.Retryable;
import org.springframework.retry.RetryCallback;

/** The operation that is called, as a lambda in everybody's form. It is not inlined, as a real one is not. */
@State(Scope.Thread)
public abstract class SyncOperation extends NanosPerCall {
  final Operation<Object, IOException> operation = this::operate;
  final Callable<Object> callable = this::operate;
  final CheckedSupplier<Object> checked = this::operate;
  final Retryable<Object> retryable = this::operate;
  final RetryCallback<Object, IOException> callback = context -> operate();

  /** To be annotated with {@code DONT_INLINE}. */
  abstract Object operate() throws IOException;
}

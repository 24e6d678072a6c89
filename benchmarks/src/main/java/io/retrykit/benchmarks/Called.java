package io.retrykit.benchmarks;

import dev.failsafe.function.CheckedSupplier;
import io.retrykit.call.Operation;
import java.util.concurrent.Callable;
import org.springframework.core.retry.Retryable;
import org.springframework.retry.RetryCallback;
import org.springframework.retry.RetryContext;

/** An operation in everybody's form, so that whoever calls several of these sees as many classes as anybody else. */
abstract class Called
    implements Operation<Object, Exception>,
        Callable<Object>,
        CheckedSupplier<Object>,
        Retryable<Object>,
        RetryCallback<Object, Exception> {
  @Override
  public abstract Object call() throws Exception;

  @Override
  public final Object get() throws Exception {
    return call();
  }

  @Override
  public final Object execute() throws Exception {
    return call();
  }

  @Override
  public final Object doWithRetry(RetryContext context) throws Exception {
    return call();
  }
}

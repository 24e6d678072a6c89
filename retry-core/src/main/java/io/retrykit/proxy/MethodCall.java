package io.retrykit.proxy;

import io.retrykit.call.Operation;
import io.retrykit.guard.AdmissionRequest;
import io.retrykit.loop.ActionCall;
import io.retrykit.loop.Loop;
import io.retrykit.loop.Sneaky;
import io.retrykit.spi.ReturnTypeAdapter;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/** What a proxy does for one method. */
interface MethodCall {
  @Nullable
  Object call(@Nullable Object @Nullable [] arguments) throws Throwable;

  /** Calls the target, no more. */
  record Through(MethodHandle target) implements MethodCall {
    @Override
    public @Nullable Object call(@Nullable Object @Nullable [] arguments) throws Throwable {
      return target.invokeExact(arguments);
    }
  }

  /** Retries on the calling thread; a method without a result is never judged by one. */
  record Retried(MethodHandle target, boolean isVoid, Loop loop, AdmissionRequest request)
      implements MethodCall {
    @Override
    public @Nullable Object call(@Nullable Object @Nullable [] arguments) throws Throwable {
      if (isVoid) {
        return loop.call(new ActionCall<Exception>(() -> invoke(target, arguments)), request);
      }
      return loop.call(new Invocation(target, arguments), request);
    }
  }

  /** Retries in the way of the return type. */
  record Adapted(MethodHandle target, ReturnTypeAdapter.Adapted adapted) implements MethodCall {
    @Override
    public @Nullable Object call(@Nullable Object @Nullable [] arguments) throws Throwable {
      return adapted.call(new Invocation(target, arguments));
    }
  }

  /** One attempt. */
  final class Invocation implements Operation<@Nullable Object, Exception> {
    private final MethodHandle target;
    private final @Nullable Object @Nullable [] arguments;

    Invocation(MethodHandle target, @Nullable Object @Nullable [] arguments) {
      this.target = target;
      this.arguments = arguments;
    }

    @Override
    @SuppressWarnings("NullAway") // generic nullness is checked on newer compilers only
    public @Nullable Object call() throws Exception {
      return invoke(target, arguments);
    }
  }

  private static @Nullable Object invoke(
      MethodHandle target, @Nullable Object @Nullable [] arguments) throws Exception {
    try {
      return target.invokeExact(arguments);
    } catch (Exception | Error failure) {
      throw failure;
    } catch (Throwable neither) {
      throw Sneaky.raise(neither);
    }
  }
}

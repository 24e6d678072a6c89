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

  /**
   * Retries on the calling thread; a method without a result is never judged by one. Where nothing is asked before the
   * first attempt it is made without an object to repeat it, which not every compiler would spare.
   */
  record Retried(MethodHandle target, boolean isVoid, Loop loop, AdmissionRequest request)
      implements MethodCall {
    @Override
    public @Nullable Object call(@Nullable Object @Nullable [] arguments) throws Throwable {
      if (isVoid) {
        return loop.call(new ActionCall<Exception>(() -> invoke(target, arguments)), request);
      }
      if (!loop.isPlain()) {
        return loop.call(new Invocation(target, arguments), request);
      }
      long start = loop.start();
      Object result;
      try {
        result = target.invokeExact(arguments);
      } catch (Throwable failure) {
        return loop.goOn(new Invocation(target, arguments), request, start, failure, null);
      }
      return loop.isEnd(result)
          ? result
          : loop.goOn(new Invocation(target, arguments), request, start, null, result);
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

package io.retrykit.proxy;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers the calls of one proxy. Immutable. */
final class RetryHandler implements InvocationHandler {
  private final Class<?> type;
  private final Object target;
  private final Map<Method, MethodCall> calls;

  RetryHandler(Class<?> type, Object target, Map<Method, MethodCall> calls) {
    this.type = type;
    this.target = target;
    this.calls = calls;
  }

  @Override
  public @Nullable Object invoke(
      Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    MethodCall call = calls.get(method);
    if (call != null) {
      return call.call(arguments);
    }
    return switch (method.getName()) { // one of Object's three: all others have been prepared
      case "equals" -> arguments != null && isEqual(proxy, arguments[0]);
      case "hashCode" -> target.hashCode();
      default -> "retrying " + target;
    };
  }

  private boolean isEqual(Object proxy, @Nullable Object other) {
    if (proxy == other) {
      return true;
    }
    return other != null
        && Proxy.isProxyClass(other.getClass())
        && Proxy.getInvocationHandler(other) instanceof RetryHandler handler
        && handler.type == type
        && handler.target.equals(target);
  }
}

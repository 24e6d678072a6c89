package io.retrykit.benchmarks;

import io.retrykit.Retry;
import io.retrykit.annotation.Retryable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.retry.interceptor.RetryInterceptorBuilder;

/**
 * What does a call through a proxy cost that succeeds at once? The limit is a bare proxy of the JDK's, which hands the call
 * through. Spring Retry's interceptor stands behind a proxy of Spring's; the others have none of their own, or need a
 * container for it. {@code java -jar benchmarks.jar Proxy -prof gc}
 */
@State(Scope.Thread)
public class ProxyBenchmark extends NanosPerCall {
  private final Object result = new Object();
  private final Service target = new Target();
  private final HandWritten hand = Peers.hand();
  private final Service bare = proxy((proxy, method, arguments) -> {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException failure) {
      throw failure.getCause() == null ? failure : failure.getCause();
    }
  });
  private final Service handWritten = proxy((proxy, method, arguments) -> hand.call(() -> {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException failure) {
      throw failure.getCause() instanceof Exception cause ? cause : failure;
    }
  }));
  private final Service retry = Retry.with(Peers.ours()).proxy(Service.class, target);
  private final Service springRetry = intercepted();

  /** What is called. */
  public interface Service {
    /** Returns what it is given. */
    @Retryable
    Object get(Object argument);
  }

  private static final class Target implements Service {
    @Override
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    public Object get(Object argument) {
      return argument;
    }
  }

  private static Service proxy(InvocationHandler handler) {
    return (Service) Proxy.newProxyInstance(
        Service.class.getClassLoader(), new Class<?>[] {Service.class}, handler);
  }

  private Service intercepted() {
    ProxyFactory factory = new ProxyFactory(target);
    factory.setInterfaces(Service.class);
    factory.addAdvice(RetryInterceptorBuilder.stateless()
        .retryOperations(Peers.springRetry().build())
        .build());
    return (Service) factory.getProxy(Service.class.getClassLoader());
  }

  /** A bare proxy of the JDK's. */
  @Benchmark
  public Object bareProxy() {
    return bare.get(result);
  }

  /** The same, with the hand-written loop in it. */
  @Benchmark
  public Object handWritten() {
    return handWritten.get(result);
  }

  /** Ours. */
  @Benchmark
  public Object retry() {
    return retry.get(result);
  }

  /** Spring Retry's interceptor. */
  @Benchmark
  public Object springRetry() {
    return springRetry.get(result);
  }
}

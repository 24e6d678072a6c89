package app;

import io.retrykit.Retry;
import io.retrykit.async.AsyncRetry;
import io.retrykit.policy.RetryPolicy;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Makes an interface retry, and looks at the classes it was given. */
public final class Main {
  private static int calls;

  /** No arguments. */
  public static void main(String[] arguments) throws Exception {
    System.out.println("module: " + Main.class.getModule().getName());
    Service service = Retry.with(RetryPolicy.defaults()).proxy(Service.class, new Failing());
    System.out.println("now: " + service.now());
    System.out.println("stage: " + service.stage().toCompletableFuture().join());
    System.out.println("future: " + service.future().join());
    System.out.println("blocking: "
        + AsyncRetry.with(RetryPolicy.builder().initialDelay(java.time.Duration.ofMillis(1)).build())
            .callBlocking(() -> fails("blocking"), Runnable::run)
            .join());
    for (String name : new String[] {"AsyncRetry", "Hedge"}) {
      Class<?> type = Class.forName("io.retrykit.async." + name);
      int seen = 0;
      for (Method method : type.getDeclaredMethods()) {
        seen += method.getParameterCount() >= 0 ? 1 : 0;
      }
      System.out.println(name + " can be looked at: " + (seen > 0 && type.getMethods().length > 0));
    }
    try {
      Class.forName("com.google.common.util.concurrent.ListenableFuture");
      System.out.println("Guava is there");
    } catch (ClassNotFoundException absent) {
      System.out.println("Guava is not there");
    }
  }

  private static String fails(String what) throws IOException {
    if (++calls % 2 == 1) {
      throw new IOException(what);
    }
    return what + " " + calls;
  }

  private static final class Failing implements Service {
    @Override
    public String now() throws IOException {
      return fails("now");
    }

    @Override
    public CompletionStage<String> stage() {
      return future();
    }

    @Override
    public CompletableFuture<String> future() {
      try {
        return CompletableFuture.completedFuture(fails("future"));
      } catch (IOException failure) {
        return CompletableFuture.failedFuture(failure);
      }
    }
  }
}

package io.retrykit.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.retrykit.annotation.Retryable;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.spi.ReturnTypeAdapter;
import io.retrykit.testing.PluggedIn;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** SPEC 13.4: methods that return a future, with an adapter that takes them. */
class AdaptedMethodsTest {
  @RegisterExtension
  final PluggedIn plugged = new PluggedIn();

  private final List<String> prepared = new ArrayList<>();
  private int calls;

  /** Methods of both kinds. */
  public interface Client {
    @Retryable(maxAttempts = 5)
    CompletableFuture<String> async(String prompt) throws IOException;

    /** Not retried. */
    CompletableFuture<String> passedThrough();

    @Retryable
    String sync();
  }

  private final Client target = new Client() {
    @Override
    public CompletableFuture<String> async(String prompt) {
      calls++;
      return CompletableFuture.completedFuture(prompt + calls);
    }

    @Override
    public CompletableFuture<String> passedThrough() {
      return CompletableFuture.completedFuture("through");
    }

    @Override
    public String sync() {
      return "sync";
    }
  };

  private void plugIn(Class<?> adapted, ReturnTypeAdapter.Adapted prepares) {
    ReturnTypeAdapter adapter = new ReturnTypeAdapter() {
      @Override
      public String name() {
        return "fake";
      }

      @Override
      public boolean adapts(Class<?> returnType) {
        return returnType == adapted;
      }

      @Override
      public Adapted adapt(
          RetryPolicy policy, io.retrykit.guard.AdmissionRequest request, Method method) {
        prepared.add(policy.name() + " " + policy.maxAttempts() + " " + method.getName());
        return prepares;
      }
    };
    plugged.only(ReturnTypeAdapter.class, List.of(adapter));
  }

  @Test
  void asyncMethod_withAnAdapter_isPreparedOnceAndCalledThroughIt() throws IOException {
    plugIn(CompletableFuture.class, invocation -> {
      invocation.call();
      return invocation.call();
    });

    Client client = RetryProxy.of(Client.class).wrap(target);

    assertThat(prepared).containsExactly("Client.async 5 async");
    assertThat(client.async("try ")).isCompletedWithValue("try 2");
    assertThat(client.async("try ")).isCompletedWithValue("try 4");
    assertThat(prepared).hasSize(1);
  }

  @Test
  void otherMethods_withAnAdapterOnThePath_areNoneOfItsBusiness() {
    plugIn(CompletableFuture.class, invocation -> "not what they return");

    Client client = RetryProxy.of(Client.class).wrap(target);

    assertThat(client.passedThrough()).isCompletedWithValue("through");
    assertThat(client.sync()).isEqualTo("sync");
  }

  @Test
  void asyncMethod_withAnAdapterForOtherTypesOnly_isRefused() {
    plugIn(List.class, invocation -> null);

    assertThatThrownBy(() -> RetryProxy.of(Client.class).wrap(target))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("@Retryable on Client.async: it returns CompletableFuture, which needs a"
            + " ReturnTypeAdapter: io.retrykit:retry-async must be on the path");
  }

  @Test
  void adaptedMethod_thatThrows_throwsThatItself() {
    IOException failure = new IOException("no future at all");
    plugIn(CompletableFuture.class, invocation -> {
      throw failure;
    });

    Client client = RetryProxy.of(Client.class).wrap(target);

    assertThatThrownBy(() -> client.async("hello")).isSameAs(failure);
  }
}

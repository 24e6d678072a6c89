package consumer;

import static consumer.Flaky.expect;

import io.retrykit.Retry;
import io.retrykit.annotation.Retryable;
import io.retrykit.config.Policies;
import io.retrykit.extension.Extensions;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.proxy.RetryProxy;
import io.retrykit.spi.GuardProvider;
import io.retrykit.time.VirtualTimebase;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** retry-api and retry-core alone: a call, a policy from a file, a proxy; nothing is plugged in. */
final class Main {
  public static void main(String[] arguments) throws Exception {
    expect("none", Extensions.names(GuardProvider.class));

    VirtualTimebase time = VirtualTimebase.create();
    Flaky<IOException> flaky = new Flaky<>(() -> new IOException("down"));
    flaky.answered(Retry.with(RetryPolicy.builder().timebase(time).jitter(false).build()).call(flaky));
    expect(List.of(Duration.ofSeconds(1), Duration.ofSeconds(2)), time.sleeps());

    Policies policies = Policies.load(Path.of(arguments[0]));
    Flaky<IOException> read = new Flaky<>(() -> new IOException("down"));
    read.answered(Retry.with(policies.get("plain")).call(read));

    Flaky<IOException> behind = new Flaky<>(() -> new IOException("down"));
    Service service = RetryProxy.of(Service.class)
        .policies(policies)
        .lookup(MethodHandles.lookup()) // the package is not exported
        .wrap(behind::call);
    behind.answered(service.ask());
  }

  interface Service {
    @Retryable(policy = "plain")
    String ask() throws IOException;
  }
}

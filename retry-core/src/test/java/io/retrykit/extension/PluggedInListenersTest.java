package io.retrykit.extension;

import static org.assertj.core.api.Assertions.assertThat;

import io.retrykit.Retry;
import io.retrykit.call.Operation;
import io.retrykit.policy.RetryEvent;
import io.retrykit.policy.RetryListener;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.spi.ListenerProvider;
import io.retrykit.testing.CapturedLog;
import io.retrykit.testing.PluggedIn;
import io.retrykit.time.VirtualTimebase;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Listeners that jars plug in: asked for once for each policy, and none of them costs a call. */
class PluggedInListenersTest {
  @RegisterExtension
  final PluggedIn plugged = new PluggedIn();

  @RegisterExtension
  final CapturedLog log = new CapturedLog();

  private final List<String> heard = new ArrayList<>();

  private record Plugged(String name, Function<RetryPolicy, @Nullable RetryListener> maker)
      implements ListenerProvider {
    @Override
    public @Nullable RetryListener listener(RetryPolicy policy) {
      return maker.apply(policy);
    }
  }

  private RetryListener hearing(String who) {
    return event -> heard.add(who + " " + event.type());
  }

  private String answer(RetryPolicy policy) {
    return Retry.with(policy).call((Operation<String, RuntimeException>) () -> "answer");
  }

  private RetryPolicy policy(boolean discovery) {
    return RetryPolicy.builder()
        .name("claude")
        .timebase(VirtualTimebase.create())
        .discovery(discovery)
        .listener(hearing("by hand"))
        .build();
  }

  // SPEC 15.1
  @Test
  void listenersOnThePath_hearAfterThoseGivenByHand_inTheirOrder() {
    plugged.only(
        ListenerProvider.class,
        List.of(
            new Plugged("a", policy -> hearing("a of " + policy.name())),
            new Plugged("b", policy -> null),
            new Plugged("c", policy -> hearing("c of " + policy.name()))));

    assertThat(answer(policy(true))).isEqualTo("answer");
    assertThat(heard)
        .containsExactly("by hand SUCCEEDED", "a of claude SUCCEEDED", "c of claude SUCCEEDED");
  }

  // SPEC 15.3
  @Test
  void policyWithoutDiscovery_isHeardByThoseGivenByHandAlone() {
    plugged.only(ListenerProvider.class, List.of(new Plugged("a", policy -> hearing("a"))));

    assertThat(answer(policy(false))).isEqualTo("answer");
    assertThat(heard).containsExactly("by hand SUCCEEDED");
  }

  // SPEC 15.2
  @Test
  void providerThatFailsToMakeAListener_isReportedAndSkipped_andTheOthersStillHear() {
    plugged.only(
        ListenerProvider.class,
        List.of(
            new Plugged("broken", policy -> {
              throw new NoClassDefFoundError("missing");
            }),
            new Plugged("working", policy -> hearing("working"))));

    assertThat(answer(policy(true))).isEqualTo("answer");
    assertThat(heard).containsExactly("by hand SUCCEEDED", "working SUCCEEDED");
    assertThat(log.lines())
        .containsExactly("WARN claude: listener broken skipped, it failed:"
            + " java.lang.NoClassDefFoundError: missing");
  }

  // SPEC 15.2
  @Test
  void pluggedInListenerThatCannotTellWhatItWants_isReportedAndSkipped_andTheOthersStillHear() {
    plugged.only(
        ListenerProvider.class,
        List.of(
            new Plugged("broken", policy -> new RetryListener() {
              @Override
              public void onEvent(RetryEvent event) {
                heard.add("broken " + event.type());
              }

              @Override
              public boolean wants(RetryEvent.Type type) {
                if (type == RetryEvent.Type.SUCCEEDED) {
                  throw new NoClassDefFoundError("missing");
                }
                return true;
              }
            }),
            new Plugged("working", policy -> hearing("working"))));

    assertThat(answer(policy(true))).isEqualTo("answer");
    assertThat(heard).containsExactly("by hand SUCCEEDED", "working SUCCEEDED");
    assertThat(log.lines())
        .containsExactly("WARN claude: listener broken skipped, it failed:"
            + " java.lang.NoClassDefFoundError: missing");
  }
}

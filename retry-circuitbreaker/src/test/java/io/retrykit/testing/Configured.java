package io.retrykit.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.retrykit.circuitbreaker.CircuitBreaker;
import io.retrykit.circuitbreaker.CircuitBreakers;
import io.retrykit.config.Policies;
import io.retrykit.guard.Guard;
import java.util.Properties;

/** Policies as a file has them, with what is really on the path. */
public final class Configured {
  private Configured() {}

  /** Reads policies from keys and values in turn. */
  public static Policies policies(String... pairs) {
    Properties properties = new Properties();
    for (int i = 0; i < pairs.length; i += 2) {
      properties.setProperty(pairs[i], pairs[i + 1]);
    }
    return Policies.from(properties);
  }

  /** Reads the breaker of the policy {@code x}, from its own settings. */
  public static CircuitBreaker breaker(String... settings) {
    return (CircuitBreaker) guard(settings);
  }

  /** Reads the breakers, one for each key, of the policy {@code x}, from their own settings. */
  public static CircuitBreakers breakers(String... settings) {
    return (CircuitBreakers) guard(settings);
  }

  private static Guard guard(String... settings) {
    return policies(section(settings)).get("x").guards().get(0);
  }

  /** Returns why a policy {@code x} with a breaker of these settings is refused. */
  public static String breakerRefusal(String... settings) {
    return refusal(section(settings));
  }

  /** Returns why a configuration is refused. */
  public static String refusal(String... pairs) {
    Throwable thrown = catchThrowable(() -> policies(pairs));
    assertThat(thrown).isInstanceOf(IllegalArgumentException.class);
    return String.valueOf(thrown.getMessage());
  }

  private static String[] section(String... settings) {
    String[] all = new String[settings.length + 2];
    all[0] = "x.guards";
    all[1] = "circuit-breaker";
    for (int i = 0; i < settings.length; i += 2) {
      all[i + 2] = "x.circuit-breaker." + settings[i];
      all[i + 3] = settings[i + 1];
    }
    return all;
  }
}

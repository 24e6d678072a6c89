package io.retrykit.examples;

import io.retrykit.config.Policies;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.time.Durations;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say how calls are retried. Mixed into commands. */
public final class PolicyOptions {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(
      names = "--preset",
      paramLabel = "P",
      description = "${COMPLETION-CANDIDATES}: settings to begin with (default: ${DEFAULT-VALUE})")
  private Presets preset = Presets.example;

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "properties file to take the policy from instead of a preset")
  private @Nullable Path file;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "its name in that file (default: ${DEFAULT-VALUE})")
  private String name = "claude";

  @Option(
      names = "--max-attempts",
      paramLabel = "N",
      description = "attempts, the first included (default: what the policy says)")
  private @Nullable Integer maxAttempts;

  @Option(
      names = "--initial-delay",
      paramLabel = "D",
      description =
          "first pause, as 200ms or 1s; a bare number is milliseconds (default: what the policy says)")
  private @Nullable String initialDelay;

  /**
   * Returns the policy that the options ask for, for the caller to add to.
   *
   * @throws ParameterException if an option is out of its range, or the file is not one of policies; the message names it
   */
  public RetryPolicyBuilder builder() {
    check(
        maxAttempts == null || maxAttempts >= 1,
        "--max-attempts must be 1 or more, was " + maxAttempts);
    RetryPolicyBuilder builder = base().toBuilder();
    if (maxAttempts != null) {
      builder.maxAttempts(maxAttempts);
    }
    if (initialDelay != null) {
      builder.initialDelay(duration("--initial-delay", initialDelay));
    }
    return builder;
  }

  private RetryPolicy base() {
    if (file == null) {
      return preset.policy();
    }
    try {
      return Policies.load(file).get(name);
    } catch (NoSuchFileException missing) {
      throw usage("--policy " + file + " does not exist");
    } catch (IOException unreadable) {
      throw usage("--policy " + file + " cannot be read: " + unreadable.getMessage());
    } catch (IllegalArgumentException wrong) {
      throw usage("--policy " + file + ": " + wrong.getMessage());
    }
  }

  private Duration duration(String option, String text) {
    try {
      return Durations.parse(option, text.matches("[0-9]{1,18}") ? text + "ms" : text);
    } catch (IllegalArgumentException malformed) {
      throw usage(String.valueOf(malformed.getMessage()));
    }
  }

  private void check(boolean holds, String message) {
    if (!holds) {
      throw usage(message);
    }
  }

  private ParameterException usage(String message) {
    if (spec == null) {
      throw new IllegalStateException("not run through picocli");
    }
    return new ParameterException(spec.commandLine(), message);
  }
}

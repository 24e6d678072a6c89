package io.retrykit.examples.schedule;

import io.retrykit.config.JitterText;
import io.retrykit.config.Policies;
import io.retrykit.examples.Presets;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.policy.RetryPolicyBuilder;
import io.retrykit.time.Durations;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Where the policy comes from: the options, or a file. */
final class PolicySource {
  @ArgGroup(exclusive = false, heading = "%nThe policy, from options:%n")
  private @Nullable Settings settings;

  @ArgGroup(exclusive = false, heading = "%nor from a file:%n")
  private @Nullable File file;

  @Option(
      names = "--preset",
      paramLabel = "P",
      description = "or one of the presets: ${COMPLETION-CANDIDATES}")
  private @Nullable Presets preset;

  /**
   * Returns the policy.
   *
   * @throws IllegalArgumentException if an option's value is wrong, or the file cannot be read, or does not hold policies
   */
  RetryPolicy policy() {
    if (preset != null) {
      return preset.policy();
    }
    return file == null ? (settings == null ? new Settings() : settings).policy() : file.policy();
  }

  /** Each setting, with the toolkit's default if it is not given. */
  static final class Settings {
    @Option(
        names = "--max-attempts",
        paramLabel = "N",
        description = "attempts, the first included (default: 3)")
    private @Nullable Integer maxAttempts;

    @Option(
        names = "--initial-delay",
        paramLabel = "D",
        description = "first pause, as 200ms, 1s or 2m (default: 1s)")
    private @Nullable String initialDelay;

    @Option(
        names = "--multiplier",
        paramLabel = "X",
        description = "how much each pause grows (default: 2)")
    private @Nullable Double multiplier;

    @Option(names = "--max-delay", paramLabel = "D", description = "longest pause (default: 60s)")
    private @Nullable String maxDelay;

    @Option(
        names = "--jitter",
        paramLabel = "J",
        description =
            "none, proportional, proportional-uncut, full, equal or decorrelated (default: proportional)")
    private @Nullable String jitter;

    RetryPolicy policy() {
      RetryPolicyBuilder builder = RetryPolicy.builder().name("from options");
      if (maxAttempts != null) {
        check(maxAttempts >= 1, "--max-attempts must be 1 or more, was " + maxAttempts);
        // the highest number would mean no limit, which a policy refuses without a limit on time
        builder.maxAttempts(Math.min(maxAttempts, Integer.MAX_VALUE - 1));
      }
      if (initialDelay != null) {
        builder.initialDelay(Durations.parse("--initial-delay", initialDelay));
      }
      if (multiplier != null) {
        check(
            multiplier >= 1 && multiplier <= 1e308,
            "--multiplier must be between 1 and 1e308, was " + multiplier);
        builder.exponentialBase(multiplier);
      }
      if (maxDelay != null) {
        builder.maxDelay(Durations.parse("--max-delay", maxDelay));
      }
      if (jitter != null) {
        builder.jitter(JitterText.parse("--jitter", jitter));
      }
      return builder.build();
    }

    private static void check(boolean holds, String message) {
      if (!holds) {
        throw new IllegalArgumentException(message);
      }
    }
  }

  /** A policy by name. */
  static final class File {
    @Option(
        names = "--policy",
        paramLabel = "FILE",
        required = true,
        description = "properties, as read by io.retrykit.config.Policies")
    private Path path = Path.of("");

    @Option(
        names = "--name",
        paramLabel = "NAME",
        required = true,
        description = "which policy, as claude for claude.max-attempts=5")
    private String name = "";

    RetryPolicy policy() {
      Policies policies;
      try {
        policies = Policies.load(path);
      } catch (NoSuchFileException missing) {
        throw new IllegalArgumentException("--policy " + path + " does not exist", missing);
      } catch (IOException unread) {
        throw new IllegalArgumentException(
            "--policy " + path + " cannot be read: " + unread.getMessage(), unread);
      }
      return policies.get(name);
    }
  }
}

package io.retrykit.config;

import io.retrykit.extension.Extensions;
import io.retrykit.policy.RetryPolicy;
import io.retrykit.spi.PolicyProvider;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Policies by name, read from properties: {@code claude.max-attempts = 5}. The word before the first dot is the
 * policy's name. Everything is checked when it is read; a mistake fails with key, value and what is allowed. Immutable.
 *
 * <p>The keys, all optional: {@code based-on} (the name of another policy here, or of one that a jar plugs in),
 * {@code max-attempts} (a number or {@code unlimited}), {@code initial-delay}, {@code max-delay},
 * {@code exponential-base}, {@code jitter}, {@code backoff}, {@code throttled-backoff}, {@code retry-on},
 * {@code abort-on} (class names), {@code match-causes}, {@code max-duration}, {@code attempt-timeout},
 * {@code max-server-delay}, {@code wait-when-refused}, {@code throw-on-exhausted-result}, {@code discovery},
 * {@code guards}, {@code budget} (names of what jars plug in; their own settings follow as
 * {@code claude.circuit-breaker.failure-rate = 50}). Beside {@code based-on}, {@code retry-on} replaces what the base
 * retries on; {@code abort-on} and {@code guards} add to it.
 *
 * <p>Each policy that names a budget or a guard has one of its own. Those that give theirs the same name, as
 * {@code claude.aws-standard.shared = bedrock} or {@code claude.circuit-breaker.shared = bedrock}, have one in common; its
 * other settings stand with one of them, or are the same with several. It is named after the first that has settings.
 * Policies that are {@code based-on} one that has a budget or guards share these with it.
 */
public final class Policies {
  /** What stands before the name of a policy in a system property. */
  public static final String SYSTEM_PREFIX = "retrykit.";

  private final SortedMap<String, RetryPolicy> policies;

  private final Presets presets;

  private Policies(SortedMap<String, RetryPolicy> policies, Presets presets) {
    this.policies = Collections.unmodifiableSortedMap(policies);
    this.presets = presets;
  }

  /**
   * Reads policies.
   *
   * @throws IllegalArgumentException if a key is unknown, a value is wrong, or two settings contradict each other
   */
  public static Policies from(Properties properties) {
    Map<String, String> values = new TreeMap<>();
    for (String key : properties.stringPropertyNames()) {
      values.put(key, properties.getProperty(key));
    }
    Presets presets = new Presets();
    return new Policies(new PolicyReader(values, presets).readAll(), presets);
  }

  /**
   * Reads policies from a properties file in UTF-8.
   *
   * @throws IOException if the file cannot be read; names it
   * @throws IllegalArgumentException as {@link #from} does
   */
  public static Policies load(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (CharacterCodingException malformed) {
      throw new IOException(file + " is not in UTF-8", malformed);
    } catch (IllegalArgumentException malformed) {
      throw new IllegalArgumentException(
          file + " is not a properties file: " + malformed.getMessage(), malformed);
    }
    try {
      return from(properties);
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(file + ": " + wrong.getMessage(), wrong);
    }
  }

  /**
   * Reads policies from system properties that begin with {@value #SYSTEM_PREFIX}, as
   * {@code -Dretrykit.claude.max-attempts=5}.
   *
   * @throws IllegalArgumentException as {@link #from} does
   */
  public static Policies fromSystemProperties() {
    Properties ours = new Properties();
    Properties system = System.getProperties();
    for (String key : system.stringPropertyNames()) {
      if (key.startsWith(SYSTEM_PREFIX)) {
        ours.setProperty(key.substring(SYSTEM_PREFIX.length()), system.getProperty(key));
      }
    }
    try {
      return from(ours);
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(
          "system properties below " + SYSTEM_PREFIX + ": " + wrong.getMessage(), wrong);
    }
  }

  /** Returns no policies of its own: {@link #get} finds those that jars plug in. */
  public static Policies none() {
    return new Policies(new TreeMap<>(), new Presets());
  }

  /** Returns the names of the policies read, sorted. */
  public Set<String> names() {
    return policies.keySet();
  }

  /**
   * Returns a policy read, or else one that a jar plugs in under this name: the same one each time.
   *
   * @throws IllegalArgumentException if there is neither; names what there is
   */
  public RetryPolicy get(String name) {
    RetryPolicy policy = policies.get(name);
    if (policy != null) {
      return policy;
    }
    return presets
        .named(name)
        .orElseThrow(() -> new IllegalArgumentException("no policy \"" + name + "\"; configured: "
            + (policies.isEmpty() ? "none" : String.join(", ", policies.keySet()))
            + "; plugged in: " + Extensions.names(PolicyProvider.class)
            + Artifacts.hint(PolicyProvider.class, name)));
  }
}

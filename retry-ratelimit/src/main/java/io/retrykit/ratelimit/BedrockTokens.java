package io.retrykit.ratelimit;

import io.retrykit.time.Nanos;

/**
 * What a call costs of the tokens-per-minute quota of Amazon Bedrock, before it and after it. Sums and products stop at
 * {@link Long#MAX_VALUE}. Thread-safe: there is no state.
 *
 * <p>Source: <cite>How tokens are counted in Amazon Bedrock</cite>, Amazon Bedrock User Guide (page
 * {@code quotas-token-burndown}). When a request begins, its input tokens and its {@code max_tokens} are deducted; when
 * it ends, the deduction is corrected to what the model has really read and written. Tokens read from the prompt cache do not
 * count.
 */
public final class BedrockTokens {
  /** The burndown rate of Anthropic Claude 3.7 and later: one output token uses up five of the quota. */
  public static final long CLAUDE_BURNDOWN = 5;

  /** The burndown rate of all other models. */
  public static final long PLAIN_BURNDOWN = 1;

  private BedrockTokens() {}

  /**
   * Returns what is deducted when a request begins: {@code input + maxTokens}. The cost to give to
   * {@code Retry.withCost}.
   *
   * @param input the tokens of the prompt, zero or more
   * @param maxTokens the request's {@code max_tokens}, zero or more
   * @throws IllegalArgumentException if a number is negative
   */
  public static long reserved(long input, long maxTokens) {
    return Nanos.plus(requireAmount("input", input), requireAmount("maxTokens", maxTokens));
  }

  /**
   * Returns what has been deducted when a request has ended: {@code input + cacheWrite + output * burndownRate}.
   *
   * @param input the tokens read, without those from or to the cache, zero or more
   * @param cacheWrite the tokens written to the cache, zero or more
   * @param output the tokens the model has written, zero or more
   * @param burndownRate how many tokens of the quota one of {@code output} uses up, 1 or more: {@link #CLAUDE_BURNDOWN}
   *     or {@link #PLAIN_BURNDOWN}, unless the guide says otherwise of the model
   * @throws IllegalArgumentException if a number is too small
   */
  public static long settled(long input, long cacheWrite, long output, long burndownRate) {
    if (burndownRate < 1) {
      throw new IllegalArgumentException("burndownRate must be 1 or more, was " + burndownRate);
    }
    long read = Nanos.plus(requireAmount("input", input), requireAmount("cacheWrite", cacheWrite));
    return Nanos.plus(read, Nanos.times(requireAmount("output", output), burndownRate));
  }

  private static long requireAmount(String name, long amount) {
    if (amount < 0) {
      throw new IllegalArgumentException(name + " must be zero or more, was " + amount);
    }
    return amount;
  }
}

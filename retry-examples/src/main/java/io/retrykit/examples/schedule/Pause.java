package io.retrykit.examples.schedule;

/**
 * One pause of a schedule, and the sum up to it. Nanoseconds, zero or more; sums stop at {@link Long#MAX_VALUE}.
 *
 * @param retry which retry it comes before, from 1
 * @param nominal without jitter
 * @param least the shortest that jitter gives
 * @param most the longest that jitter gives
 * @param sum of the nominal pauses up to this one
 * @param leastSum of the shortest
 * @param mostSum of the longest
 */
record Pause(
    int retry, long nominal, long least, long most, long sum, long leastSum, long mostSum) {}

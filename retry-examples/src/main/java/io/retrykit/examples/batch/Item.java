package io.retrykit.examples.batch;

/**
 * A prompt of the input file.
 *
 * @param id what its result is found by
 * @param prompt what to ask
 */
record Item(String id, String prompt) {}

package io.retrykit.circuitbreaker;

/**
 * A step of a breaker from one state to another, or to the same one anew. Immutable.
 *
 * @param breaker its name
 * @param from the state it was in
 * @param to the state it is in now
 * @param reason why, in words
 */
public record CircuitTransition(
    String breaker, CircuitState from, CircuitState to, String reason) {}

package io.retrykit.examples.rag;

/**
 * A piece of text that was found.
 *
 * @param title what it is about
 * @param text what it says
 * @param score how near it is to what was asked: the cosine of the angle between them, -1 to 1
 */
record Passage(String title, String text, double score) {}

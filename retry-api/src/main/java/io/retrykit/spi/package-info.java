/**
 * What a jar may plug in. A provider is found by {@link java.util.ServiceLoader}, through {@code provides} in its
 * module descriptor and the same line under {@code META-INF/services}; needs a public class with a public constructor
 * without arguments; and is loaded once. Providers are sorted by name, the same in every run. One that fails to load is
 * reported once and skipped. An instance passed by hand always wins.
 */
@NullMarked
package io.retrykit.spi;

import org.jspecify.annotations.NullMarked;

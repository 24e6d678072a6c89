/** Retrying said with annotations on interfaces, for proxies. */
@NullMarked
package io.retrykit.annotation;

import org.jspecify.annotations.NullMarked;

/**
 * What objects of other libraries say about a response, read by the shape of their accessors: a status, an error code,
 * headers, a text. Nobody's library is needed for it, and none is pinned: what was looked up hangs on the class itself.
 */
@NullMarked
package io.retrykit.throttle.shape;

import org.jspecify.annotations.NullMarked;

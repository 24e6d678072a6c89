/**
 * What servers say about when to come back, read from the headers of a response. Nothing here throws on what a server
 * sent: a header that is malformed says nothing, a number too long saturates.
 */
@NullMarked
package io.retrykit.throttle.hint;

import org.jspecify.annotations.NullMarked;

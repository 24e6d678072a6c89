/**
 * What servers say about when to come back, read from the headers of a response: {@link
 * io.retrykit.throttle.hint.ServerHint#read} turns a {@link io.retrykit.throttle.hint.HeaderSource} into a {@link
 * io.retrykit.throttle.hint.ServerHint}. Nothing here throws on what a server sent: a header that is malformed says
 * nothing, a number too long saturates, and no text of a header gets into a message.
 */
@NullMarked
package io.retrykit.throttle.hint;

import org.jspecify.annotations.NullMarked;

/**
 * A server in this process that speaks enough of the Bedrock runtime protocol for the real AWS
 * clients: it answers, fails and breaks connections as a script tells it to. No network beyond
 * 127.0.0.1, no account, no cost.
 *
 * <p>{@link io.retrykit.examples.bedrock.EmbeddedBedrock} is the server, {@link
 * io.retrykit.examples.bedrock.Reply} one step of its script. An operation is an {@code Operation}
 * listed in {@code Operations}; replies reach the wire only through its {@code Exchange}.
 */
@NullMarked
package io.retrykit.examples.bedrock;

import org.jspecify.annotations.NullMarked;

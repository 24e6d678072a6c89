/**
 * Rate limits: recognised in failures and results of any client, told apart from what is transient and from what no
 * retry cures, and honoured as the server asks. With this jar on the path every policy understands them;
 * {@link io.retrykit.throttle.RateLimits#policy()} retries nothing else.
 */
@NullMarked
package io.retrykit.throttle;

import org.jspecify.annotations.NullMarked;

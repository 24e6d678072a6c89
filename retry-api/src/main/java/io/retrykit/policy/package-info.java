/** What a user decides about a call: the policy, and who hears of what happens under it. */
@NullMarked
package io.retrykit.policy;

import org.jspecify.annotations.NullMarked;

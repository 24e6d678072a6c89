/** What the tests of this module share. */
@NullMarked
package io.retrykit.testing;

import org.jspecify.annotations.NullMarked;

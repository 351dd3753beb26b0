/// Who somebody is, and what they may do.
@NullMarked
package dev.quoin.identity;

import org.jspecify.annotations.NullMarked;

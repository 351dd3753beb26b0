/// The same requests priced under two policies: what changes for whom, and what causes it.
@NullMarked
package dev.quoin.compare;

import org.jspecify.annotations.NullMarked;

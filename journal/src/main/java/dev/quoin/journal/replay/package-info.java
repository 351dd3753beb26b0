/// What the journal holds, priced again.
@NullMarked
package dev.quoin.journal.replay;

import org.jspecify.annotations.NullMarked;

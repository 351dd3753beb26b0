/// The plan of a table: which of its columns are indexed, how a look-up walks them, and what remains to be asked.
@NullMarked
package dev.quoin.compiler.plan;

import org.jspecify.annotations.NullMarked;

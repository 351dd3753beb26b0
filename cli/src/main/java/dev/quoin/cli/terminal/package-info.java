/// What a terminal shows: cells, columns, trees.
@NullMarked
package dev.quoin.cli.terminal;

import org.jspecify.annotations.NullMarked;

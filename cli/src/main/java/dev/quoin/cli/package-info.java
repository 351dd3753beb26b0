/// The `quoin` command.
@NullMarked
package dev.quoin.cli;

import org.jspecify.annotations.NullMarked;

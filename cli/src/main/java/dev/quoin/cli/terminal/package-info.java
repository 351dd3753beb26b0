/// What a command knows of the outside.
@NullMarked
package dev.quoin.cli.terminal;

import org.jspecify.annotations.NullMarked;

/// What parity found out, for people and for machines.
@NullMarked
package dev.quoin.cli.parity;

import org.jspecify.annotations.NullMarked;

/// Lets through whoever has proved that they may.
@NullMarked
package dev.quoin.server.gate;

import org.jspecify.annotations.NullMarked;

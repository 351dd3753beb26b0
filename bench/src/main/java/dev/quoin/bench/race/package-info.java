/// The engine side by side with the same decisions written by hand, and with other engines: three shapes that pricing
/// has (a rental price of thirteen decisions, a rating table of 3,700 rules, one of 100,000), in alternating rounds of
/// one process.
@NullMarked
package dev.quoin.bench.race;

import org.jspecify.annotations.NullMarked;

/// Parity: what an older system answered, held against what a ratebook answers, and which decisions and rows are behind what differs.
@NullMarked
package dev.quoin.ratebook.parity;

import org.jspecify.annotations.NullMarked;

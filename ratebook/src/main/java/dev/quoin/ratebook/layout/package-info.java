/// Text in cells of equal width, as a terminal shows it.
@NullMarked
package dev.quoin.ratebook.layout;

import org.jspecify.annotations.NullMarked;

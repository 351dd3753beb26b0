/// HTML and SVG of pages that need nothing else.
@NullMarked
package dev.quoin.ratebook.html;

import org.jspecify.annotations.NullMarked;

/// HTML and SVG of pages that need nothing else.
@NullMarked
package dev.quoin.cli.html;

import org.jspecify.annotations.NullMarked;

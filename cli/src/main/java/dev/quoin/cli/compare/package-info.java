/// What a comparison shows: in a terminal, in a pull request, as a page.
@NullMarked
package dev.quoin.cli.compare;

import org.jspecify.annotations.NullMarked;

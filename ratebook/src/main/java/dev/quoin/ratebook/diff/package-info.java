/// What differs between two ratebooks, by meaning.
@NullMarked
package dev.quoin.ratebook.diff;

import org.jspecify.annotations.NullMarked;

/// Ratebook folders: load, check, test, and compile to a pricer. Files only.
@NullMarked
package dev.quoin.ratebook;

import org.jspecify.annotations.NullMarked;

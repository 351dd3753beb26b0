/// Guards: what has to hold of every price, tried on inputs that are made up for it.
@NullMarked
package dev.quoin.ratebook.guard;

import org.jspecify.annotations.NullMarked;

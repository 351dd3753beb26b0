/// Answers for people: line items, and how each of them came to be.
@NullMarked
package dev.quoin.ratebook.worksheet;

import org.jspecify.annotations.NullMarked;

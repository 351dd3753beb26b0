/// How other systems write what they send and expect: fields by their paths, numbers, dates and codes in their own notation.
@NullMarked
package dev.quoin.ratebook.legacy;

import org.jspecify.annotations.NullMarked;

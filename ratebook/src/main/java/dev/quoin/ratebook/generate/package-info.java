/// Makes requests as customers would send them, from what a ratebook says of how often which occur.
@NullMarked
package dev.quoin.ratebook.generate;

import org.jspecify.annotations.NullMarked;

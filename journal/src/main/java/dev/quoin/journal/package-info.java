/// Every answer, kept before it is sent.
@NullMarked
package dev.quoin.journal;

import org.jspecify.annotations.NullMarked;

/// The tree to a typed tree: names resolved, types known.
@NullMarked
package dev.quoin.feel.check;

import org.jspecify.annotations.NullMarked;

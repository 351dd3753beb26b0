/// Text, with the names in scope, to a tree.
@NullMarked
package dev.quoin.feel.syntax;

import org.jspecify.annotations.NullMarked;

/// The bytes of a class to a hidden class that answers.
@NullMarked
package dev.quoin.compiler.link;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.quoin.compiler;

import org.jspecify.annotations.NullMarked;

/// What emitted code calls and extends while it runs.
@NullMarked
package dev.quoin.compiler.run;

import org.jspecify.annotations.NullMarked;

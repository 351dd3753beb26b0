/// What can be said about a decision table without asking it: rules that overlap, inputs that no rule covers.
@NullMarked
package dev.quoin.dmn.analyse;

import org.jspecify.annotations.NullMarked;

/// DMN: XML to model to requirements graph, and the static analysis of decision tables.
@NullMarked
package dev.quoin.dmn;

import org.jspecify.annotations.NullMarked;

/// The cases of the DMN Technology Compatibility Kit: read, run, compared.
@NullMarked
package dev.quoin.conformance;

import org.jspecify.annotations.NullMarked;

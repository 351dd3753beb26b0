/// What people write for a FEEL value outside of FEEL, in JSON, YAML and CSV, read by its type; and written back.
@NullMarked
package dev.quoin.ratebook.value;

import org.jspecify.annotations.NullMarked;

/// Which release answers: ratebook folders are read, proved, kept, warmed up and taken over, while requests go on.
@NullMarked
package dev.quoin.server.release;

import org.jspecify.annotations.NullMarked;

/// What callers want, whichever way they speak: it is read, priced by the domain, kept by the journal.
@NullMarked
package dev.quoin.server.command;

import org.jspecify.annotations.NullMarked;

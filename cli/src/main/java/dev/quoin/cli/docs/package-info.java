/// A ratebook as one HTML page, for people who never open an editor.
@NullMarked
package dev.quoin.cli.docs;

import org.jspecify.annotations.NullMarked;

/// Releases, kept by their digests.
@NullMarked
package dev.quoin.registry;

import org.jspecify.annotations.NullMarked;

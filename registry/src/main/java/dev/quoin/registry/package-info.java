/// Releases by their digests, which of them is active from when on, and who decided that.
@NullMarked
package dev.quoin.registry;

import org.jspecify.annotations.NullMarked;

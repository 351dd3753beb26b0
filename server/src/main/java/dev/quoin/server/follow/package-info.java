/// What is live here follows what is active in the registry.
@NullMarked
package dev.quoin.server.follow;

import org.jspecify.annotations.NullMarked;

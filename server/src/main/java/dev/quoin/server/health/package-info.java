/// What the server says of itself: whether it lives, whether it is ready, and how everything that it stands on is.
@NullMarked
package dev.quoin.server.health;

import org.jspecify.annotations.NullMarked;

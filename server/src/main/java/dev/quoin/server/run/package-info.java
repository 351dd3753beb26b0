/// A server with everything that it stands on: started in order, warmed up, drained.
@NullMarked
package dev.quoin.server.run;

import org.jspecify.annotations.NullMarked;

/// What servers find out about the releases that people propose.
@NullMarked
package dev.quoin.server.evidence;

import org.jspecify.annotations.NullMarked;

/// REST: JSON in, commands, JSON out.
@NullMarked
package dev.quoin.server.rest;

import org.jspecify.annotations.NullMarked;

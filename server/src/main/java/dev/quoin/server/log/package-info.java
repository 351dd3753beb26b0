/// What the server says to those who operate it: a line of JSON for each thing that happened. It is the backend of SLF4J.
@NullMarked
package dev.quoin.server.log;

import org.jspecify.annotations.NullMarked;

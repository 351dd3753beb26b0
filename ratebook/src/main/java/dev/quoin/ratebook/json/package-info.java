/// Answers and explanations as JSON, as the command line prints them and the server sends them.
@NullMarked
package dev.quoin.ratebook.json;

import org.jspecify.annotations.NullMarked;

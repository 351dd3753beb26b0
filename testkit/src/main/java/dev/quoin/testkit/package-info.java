/// What tests share: generators, the spec-file reader, the optional data folder.
@NullMarked
package dev.quoin.testkit;

import org.jspecify.annotations.NullMarked;

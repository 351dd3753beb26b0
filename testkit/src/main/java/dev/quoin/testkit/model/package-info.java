/// Made-up decision models, as the XML files and inputs that any engine takes.
@NullMarked
package dev.quoin.testkit.model;

import org.jspecify.annotations.NullMarked;

/// Who changed what, when and why: a chain of entries that cannot be changed unseen.
@NullMarked
package dev.quoin.registry.audit;

import org.jspecify.annotations.NullMarked;

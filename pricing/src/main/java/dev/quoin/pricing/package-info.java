/// Quotes, bookings and what becomes of them: the domain, without I/O.
@NullMarked
package dev.quoin.pricing;

import org.jspecify.annotations.NullMarked;

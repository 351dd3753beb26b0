/// Calendars: how many slots of a trip fall under which kind of time.
@NullMarked
package dev.quoin.ratebook.calendar;

import org.jspecify.annotations.NullMarked;

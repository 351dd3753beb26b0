/// Rate tables: CSV files as bodies of business knowledge models.
@NullMarked
package dev.quoin.ratebook.table;

import org.jspecify.annotations.NullMarked;

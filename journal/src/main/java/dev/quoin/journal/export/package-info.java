/// The journal as Parquet files, for whoever counts and compares: written beside PostgreSQL, never instead of it.
@org.jspecify.annotations.NullMarked
package dev.quoin.journal.export;

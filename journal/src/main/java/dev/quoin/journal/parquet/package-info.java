/// Parquet files, read by what the build has already: the format's own structures and decoders, and nothing of Hadoop.
@NullMarked
package dev.quoin.journal.parquet;

import org.jspecify.annotations.NullMarked;

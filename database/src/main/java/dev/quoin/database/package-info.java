/// PostgreSQL: embedded or one of your own, connections, migrations.
@NullMarked
package dev.quoin.database;

import org.jspecify.annotations.NullMarked;

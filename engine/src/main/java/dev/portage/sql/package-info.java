/// SQLite's expressions and schema statements, parsed, and written again for PostgreSQL.
@NullMarked
package dev.portage.sql;

import org.jspecify.annotations.NullMarked;

/// What tables look like, read from either database.
@NullMarked
package dev.portage.schema;

import org.jspecify.annotations.NullMarked;

/// Schemas that applications' own tools made, as real data is moved into them.
@NullMarked
package dev.portage.orm;

import org.jspecify.annotations.NullMarked;

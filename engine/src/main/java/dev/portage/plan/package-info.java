/// Reads schema and stored values, proposes a mapping, lists hazards.
@NullMarked
package dev.portage.plan;

import org.jspecify.annotations.NullMarked;

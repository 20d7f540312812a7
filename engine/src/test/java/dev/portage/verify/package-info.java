/// Tests of verification: damage of every kind, planted on either side, must be found; none where there is none.
@NullMarked
package dev.portage.verify;

import org.jspecify.annotations.NullMarked;

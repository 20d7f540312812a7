@NullMarked
package dev.portage;

import org.jspecify.annotations.NullMarked;

/// Proves both sides equal, value by value, or names what differs.
@NullMarked
package dev.portage.verify;

import org.jspecify.annotations.NullMarked;

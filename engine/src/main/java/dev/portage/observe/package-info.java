/// What people see: events, progress, reports.
@NullMarked
package dev.portage.observe;

import org.jspecify.annotations.NullMarked;

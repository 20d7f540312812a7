/// Fixtures for tests: real servers, SQLite files from scripts, and a check that nothing leaks.
@NullMarked
package dev.portage.testing;

import org.jspecify.annotations.NullMarked;

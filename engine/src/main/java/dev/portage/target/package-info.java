/// Where rows go: the address of a PostgreSQL, connections to it, and the embedded server.
@NullMarked
package dev.portage.target;

import org.jspecify.annotations.NullMarked;

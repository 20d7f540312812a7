/// The `portage` command: what a person types, and what they see.
///
/// [Main] is where it starts; [PortageCommand] lists the commands; [MigrationRun] runs one phase and prints how it ended.
/// Results go to stdout, progress and errors to stderr; with `--json` stdout holds one document and nothing else.
@NullMarked
package dev.portage.cli;

import org.jspecify.annotations.NullMarked;

package dev.portage.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What every command about a migration takes: the source, its work folder, the target.
final class SourceOptions {
    @Parameters(paramLabel = "SOURCE", arity = "1..*", description = {
            "A SQLite file or a .sql dump of one; several make one migration. The first names the work folder."})
    List<Path> sources = List.of();

    @Option(names = "--to", paramLabel = "TARGET", description = {
            "postgresql://user@host:port/database, or embedded:DIR. Without it: a PostgreSQL in the work folder."})
    Optional<String> to = Optional.empty();

    @Option(names = "--schema", paramLabel = "NAME", description = "The schema in the target (default: public), made if missing.")
    Optional<String> schema = Optional.empty();

    @Option(names = "--password-file", paramLabel = "FILE", description = "A file (mode 0600) whose first line is the password.")
    Optional<String> passwordFile = Optional.empty();

    @Option(names = "--work-dir", paramLabel = "DIR", description = "The work folder (default: SOURCE.portage).")
    Optional<String> workDir = Optional.empty();

    @Mixin
    OutputOptions output = new OutputOptions();
}

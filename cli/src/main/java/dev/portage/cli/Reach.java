package dev.portage.cli;

import dev.portage.MigrationSettings;
import dev.portage.UnreachableException;
import dev.portage.state.WorkDir;
import dev.portage.target.EmbeddedPostgres;
import dev.portage.target.TargetAddress;
import java.nio.file.Path;
import java.util.Optional;

/// The target as the last lines of a move name it: how an application reaches it.
///
/// @param url the connection URL without a password
/// @param folder the folder of an embedded server, which stops when the command ends
record Reach(String url, Optional<Path> folder) {

    /// The target of a migration; of an embedded server that does not run, its folder stands for the URL.
    static Reach of(MigrationSettings settings, WorkDir workDir) {
        TargetAddress address = settings.target().map(TargetAddress::parse)
                .orElseGet(() -> new TargetAddress.Embedded(workDir.embeddedFolder()));
        return switch (address) {
            case TargetAddress.Embedded(Path folder) -> new Reach(urlOf(folder), Optional.of(folder));
            case TargetAddress.Server server -> new Reach(
                    "postgresql://%s@%s/%s".formatted(server.user(), server.hostAndPort(), server.database()), Optional.empty());
        };
    }

    private static String urlOf(Path folder) {
        try {
            return EmbeddedPostgres.url(folder);
        } catch (UnreachableException _) {
            return "embedded:" + folder;
        }
    }
}

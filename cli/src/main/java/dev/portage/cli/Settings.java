package dev.portage.cli;

import dev.portage.target.TargetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// Everything that can be set both by a flag and by the environment, and the other variables that Portage reads.
final class Settings {
    static final Setting<String> TO = new Setting<>("to", "PORTAGE_TO", "embedded:SOURCE.portage/postgres",
            "postgresql://user@host:port/database without a password, or embedded:DIR",
            "The PostgreSQL that receives the data.", Settings::target);
    static final Setting<String> SCHEMA = new Setting<>("schema", "PORTAGE_SCHEMA", "public", "a name of 1 to 63 bytes",
            "The schema in the target; it is made if missing.", Settings::schema);
    static final Setting<Integer> WORKERS = new Setting<>("workers", "PORTAGE_WORKERS", "2", "a whole number from 1 to 16",
            "How many key ranges are copied and compared at once; each uses one connection.", Settings::workers);
    static final Setting<Path> WORK_DIR = new Setting<>("work-dir", "PORTAGE_WORK_DIR", "SOURCE.portage", "a folder",
            "Where plan, private copy and reports lie.", Path::of);
    static final Setting<Path> PASSWORD_FILE = new Setting<>("password-file", "PORTAGE_PASSWORD_FILE", "none",
            "a file that only you can read (mode 0600)", "A file whose first line is the target's password.", Path::of);

    static final List<Setting<?>> ALL = List.of(TO, SCHEMA, WORKERS, WORK_DIR, PASSWORD_FILE);

    /// A variable that has no flag.
    record Variable(String name, String help, boolean secret) {}

    static final List<Variable> VARIABLES = List.of(
            new Variable("PGPASSWORD", "The target's password; --password-file goes before it.", true),
            new Variable("PGPASSFILE", "A pgpass file other than ~/.pgpass.", false),
            new Variable("PGUSER", "The user, where the target's address names none.", false),
            new Variable("PGSSLMODE", "How connections are encrypted, where the address does not say: disable, allow, prefer, "
                    + "require, verify-ca or verify-full. Without it: verify-full, and prefer for this machine.", false),
            new Variable("PGSSLROOTCERT", "The certificates that are trusted, where the address does not say.", false),
            new Variable("NO_COLOR", "Any value: no colours on the terminal, as --no-color.", false),
            new Variable("COLUMNS", "How wide the terminal is; 100 columns where it is not set.", false));

    private Settings() {}

    private static String target(String text) {
        TargetAddress.parse(text);
        return text;
    }

    private static String schema(String text) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes < 1 || bytes > 63 || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("not a name");
        }
        return text;
    }

    private static int workers(String text) {
        int workers = Integer.parseInt(text);
        if (workers < 1 || workers > 16) {
            throw new IllegalArgumentException("out of range");
        }
        return workers;
    }
}

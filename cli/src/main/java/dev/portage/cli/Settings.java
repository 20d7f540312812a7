package dev.portage.cli;

import dev.portage.plan.PlanOptions;
import dev.portage.target.TargetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

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

    static final Setting<PlanOptions.Types> TYPES = choice("types", PlanOptions.Types.class, "native",
            "In which types values arrive: PostgreSQL's own, or those from which a driver gives back what SQLite gave.");
    static final Setting<PlanOptions.Identifiers> IDENTIFIERS = choice("identifiers", PlanOptions.Identifiers.class, "preserve",
            "How names are spelt: as they are, in lower case, or AlbumId as album_id.");
    static final Setting<PlanOptions.Existing> EXISTING = choice("existing", PlanOptions.Existing.class, "abort",
            "What becomes of rows that lie in the target's own tables already.");
    static final Setting<String> OWNER = new Setting<>("owner", "PORTAGE_OWNER", "the role that connects",
            "a role of which that one is a member", "The role that owns what is made.", Settings::schema);

    static final List<Setting<?>> ALL = List.of(TO, SCHEMA, WORKERS, WORK_DIR, PASSWORD_FILE, TYPES, IDENTIFIERS, EXISTING,
            OWNER);

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

    private static <E extends Enum<E> & PlanOptions.Word> Setting<E> choice(String key, Class<E> type, String fallback,
            String help) {
        List<String> words = PlanOptions.Word.words(type);
        String range = String.join(", ", words.subList(0, words.size() - 1)) + " or " + words.getLast();
        return new Setting<>(key, "PORTAGE_" + key.toUpperCase(Locale.ROOT), fallback, range, help,
                word -> PlanOptions.Word.find(type, word).orElseThrow(() -> new IllegalArgumentException("not one of them")));
    }

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

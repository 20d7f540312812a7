package dev.portage.testing;

import dev.portage.target.Target;
import dev.portage.target.TargetAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One database of a [TestPostgres], empty at first, dropped by [#close].
public final class TestDatabase implements AutoCloseable {
    private static final Map<TestDatabase, String> OPEN = new LinkedHashMap<>();
    private static final List<String> LEFT_FENCES = new ArrayList<>();
    private static final String FENCES = """
            SELECT 'trigger ' || tgname || ' on ' || tgrelid::regclass
            FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
            WHERE NOT tgisinternal AND tgname LIKE 'portage%' AND relnamespace::regnamespace::text <> 'portage'
            UNION ALL
            SELECT 'function ' || pg_proc.oid::regprocedure FROM pg_proc
            WHERE proname LIKE 'portage%' AND pronamespace::regnamespace::text <> 'portage'
            """;

    private final TestPostgres server;
    private final TargetAddress.Server address;
    private boolean fencesAllowed;

    TestDatabase(TestPostgres server, TargetAddress.Server address) {
        this.server = server;
        this.address = address;
        synchronized (OPEN) {
            OPEN.put(this, address.database());
        }
    }

    /// The address, as a program under test gets it.
    public TargetAddress.Server address() {
        return address;
    }

    /// The address as the text of `--to`, with the file of the password in it.
    public String url() {
        return "postgresql://%s@%s/%s?passfile=%s".formatted(address.user(), address.hostAndPort(), address.database(),
                address.options().get("passfile"));
    }

    /// The address for other drivers, without a word about the password.
    public String plainUrl() {
        return "postgresql://%s@%s/%s".formatted(address.user(), address.hostAndPort(), address.database());
    }

    /// The variables with which drivers that know pgpass files find the password.
    public Map<String, String> environment() {
        return Map.of("PGPASSFILE", String.valueOf(address.options().get("passfile")));
    }

    /// The password, for drivers that know no pgpass file.
    public String password() {
        try {
            String line = Files.readAllLines(Path.of(environment().get("PGPASSFILE"))).getFirst();
            return line.substring(line.lastIndexOf(':') + 1);
        } catch (IOException e) {
            throw new IllegalStateException("the test server's pgpass file cannot be read", e);
        }
    }

    /// A target on this database that looks at no variable of the environment.
    public Target target() {
        return TestPostgres.open(address);
    }

    /// A connection with Portage's session settings (`search_path` is `pg_catalog`: name the schema); the test closes it.
    public Connection connect() {
        return target().connect("test");
    }

    /// Runs statements, separated by semicolons, in one transaction. Name schemas: `public.t`.
    public void execute(String sql) {
        TestPostgres.execute(address, sql);
    }

    /// The first column of a query as texts, null for NULL.
    public List<String> query(String sql) {
        return TestPostgres.query(address, sql);
    }

    /// Says that this test leaves Portage's write fences in the database on purpose.
    public TestDatabase allowFences() {
        fencesAllowed = true;
        return this;
    }

    /// Drops the database with whoever is in it; [LeakCheck] hears of fences that were left.
    @Override
    public void close() {
        synchronized (OPEN) {
            if (OPEN.remove(this) == null) {
                return;
            }
            LEFT_FENCES.addAll(fences());
        }
        server.administer("DROP DATABASE %s WITH (FORCE)".formatted(address.database()));
    }

    private List<String> fences() {
        return fencesAllowed ? List.of() : query(FENCES).stream().map(fence -> fence + " in " + address.database()).toList();
    }

    /// The fences left in databases that are open, or were closed since the last call.
    static List<String> takeLeftFences() {
        synchronized (OPEN) {
            List<String> left = new ArrayList<>(LEFT_FENCES);
            LEFT_FENCES.clear();
            OPEN.keySet().forEach(database -> left.addAll(database.fences()));
            return left;
        }
    }
}

package dev.portage.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/// `sqlite3 -csv | psql \copy`: the largest table's rows, no index, no key.
///
/// @param file the source
/// @param schema where the table's statement comes from
/// @param folder where output goes
/// @param expectedRows rows of the largest table
record CsvPipe(Path file, SchemaScript schema, Path folder, long expectedRows) implements Contestant {
    static boolean isInstalled() {
        return !Program.find("sqlite3").isEmpty() && !Program.find("psql").isEmpty();
    }

    @Override
    public String name() {
        return "csv pipe";
    }

    @Override
    public String description() {
        return "sqlite3 -csv | psql \\copy of the largest table only, no index, no key";
    }

    @Override
    public void prepare(Database database) throws SQLException {
        database.execute(schema.tables());
    }

    @Override
    public Run run(Database database) throws IOException, InterruptedException {
        String pipe = "sqlite3 -readonly -csv '%s' 'select * from %s' | psql -q -X -v ON_ERROR_STOP=1 -c '\\copy public.%s from stdin csv'"
                .formatted(file, Novels.LARGEST, Novels.LARGEST);
        return Program.run(folder, database.environment(), List.of("sh", "-c", pipe)).successful(name()).run(Map.of(), 0);
    }
}

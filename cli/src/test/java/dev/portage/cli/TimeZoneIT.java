package dev.portage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.cli.PortageProcess.Ended;
import dev.portage.testing.SqliteScript;
import dev.portage.testing.TestDatabase;
import dev.portage.testing.TestPostgres;
import dev.portage.testing.WallClockUses;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The clock and the zone of the machine that Portage runs on.
class TimeZoneIT {
    private static final List<String> ZONES = "all".equals(System.getProperty("portage.faults"))
            ? List.of("UTC", "America/New_York", "Pacific/Apia", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Monrovia")
            : List.of("UTC", "America/New_York", "Pacific/Apia");

    @TempDir
    private Path folder;

    @Test
    void values_and_plan_are_the_same_in_every_time_zone_of_the_machine() throws Exception {
        Path source = SqliteScript.run(folder.resolve("app.db"), """
                CREATE TABLE t (id INTEGER PRIMARY KEY, at DATETIME, day DATE, epoch TIMESTAMP, v TEXT);
                INSERT INTO t VALUES (1, '2024-03-10 02:30:00', '2011-12-30', 1710052200, 'in the gap of New York; no day in Apia'),
                    (2, '2024-11-03 01:30:00', '1900-01-01', 1730611800, 'twice in New York'),
                    (3, '1969-12-31 23:59:59', '9999-12-31', 0, 'before all');
                """);
        Set<String> outcomes = new LinkedHashSet<>();
        for (String zone : ZONES) {
            try (TestDatabase to = TestPostgres.v18().freshDatabase()) {
                Path work = folder.resolve(zone.replace('/', '-'));
                Ended ended = PortageShell.run(folder, """
                        FLAGS=-Duser.timezone=%s TZ=%s
                        export TZ
                        portage move %s --to '%s' --work-dir %s --accept-suggestions --quiet
                        """.formatted(zone, zone, source, to.url(), work));

                assertThat(ended.exitCode()).as(zone + ended.err()).isZero();
                outcomes.add(String.join("\n", to.query("SELECT t::text FROM public.t ORDER BY id"))
                        + to.query("SELECT plan_hash FROM portage.control"));
                assertThat(Files.readString(work.resolve("1-plan/schema.sql"))).contains("timestamp");
            }
        }
        assertThat(outcomes).hasSize(1);
    }

    @Test
    void of_the_command_only_the_trace_of_a_defect_looks_at_the_wall_clock() throws Exception {
        assertThat(WallClockUses.beside(Main.class)).containsExactly("dev/portage/cli/Failures");
    }
}

package dev.portage.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.mapping.ValueForm;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimeColumnsTest {
    @TempDir
    Path folder;

    @Test
    void columns_of_one_form_take_the_type_of_that_form() {
        var source = PlannedSource.of(folder, """
                CREATE TABLE t(d DATE, c TIME, l DATETIME, z TIMESTAMP, day DATETIME, kept TEXT);
                INSERT INTO t VALUES('2021-02-03', '04:05:06', '2021-02-03 04:05:06', '2021-02-03T04:05:06.789Z', '2020-01-01', '2020-01-01');
                """);

        assertThat(source.mapping("t", "d")).isEqualTo("date iso-text");
        assertThat(source.mapping("t", "c")).isEqualTo("time iso-text");
        assertThat(source.mapping("t", "l")).isEqualTo("timestamp iso-text");
        assertThat(source.mapping("t", "z")).isEqualTo("timestamptz iso-text");
        assertThat(source.mapping("t", "day")).isEqualTo("date iso-text");
        assertThat(source.mapping("t", "kept")).isEqualTo("text plain");
        assertThat(source.hazard(HazardCode.DATETIME_AMBIGUOUS).column()).contains("l");
        assertThat(source.hazard(HazardCode.DATETIME_AMBIGUOUS).message()).contains("none is assumed");
    }

    @Test
    void several_forms_ask_and_are_counted_by_form() {
        var source = PlannedSource.of(folder, """
                CREATE TABLE t(id INTEGER PRIMARY KEY, at DATETIME);
                INSERT INTO t VALUES(1, '2021-02-03 04:05:06'), (2, '2021-02-03 04:05:07'), (3, '2021-02-03T04:05:06Z'),
                    (4, 1612325106), (5, 'soon'), (6, '2021-02-03 24:00:00'), (7, '');
                """);

        Hazard hazard = source.hazard(HazardCode.DATETIME_MIXED);
        assertThat(hazard.choices()).first().isEqualTo("text");
        assertThat(hazard.message()).contains("2 × YYYY-MM-DD HH:MM:SS", "1 × epoch seconds", "2 × other", "1 × ''");
        assertThat(source.mapping("t", "at")).isEqualTo("text any-as-text");
    }

    @Test
    void empty_texts_among_dates_become_null_only_when_told() {
        var source = PlannedSource.of(folder,
                "CREATE TABLE t(id INTEGER PRIMARY KEY, d DATE); INSERT INTO t VALUES(1, '2021-02-03'), (2, '');",
                PlannedSource.answer(HazardCode.DATETIME_MIXED, "t", "d", "null-if"));

        assertThat(source.hazard(HazardCode.DATETIME_MIXED).choices()).containsExactly("text", "null-if");
        assertThat(source.mapping("t", "d")).isEqualTo("date iso-text");
        assertThat(PlannedSource.keys(source.hazard(HazardCode.OVERRIDE_LOSSY))).containsExactly(2L);
    }

    @Test
    void digits_beyond_microseconds_keep_the_column_text() {
        var source = PlannedSource.of(folder,
                "CREATE TABLE t(at DATETIME); INSERT INTO t VALUES('2021-02-03T04:05:06.123456789Z');");

        assertThat(source.hazard(HazardCode.DATETIME_PRECISION).rows()).isEqualTo(1);
        assertThat(source.mapping("t", "at")).isEqualTo("text plain");
    }

    @Test
    void offsets_and_uneven_fractions_arrive_with_a_warning_that_their_form_is_lost() {
        var source = PlannedSource.of(folder, """
                CREATE TABLE t(o DATETIME, f DATETIME);
                INSERT INTO t VALUES('2021-02-03T04:05:06+02:00', '2021-02-03T04:05:06.5Z'), ('2021-02-03T04:05:06+00:00', '2021-02-03T04:05:06.25Z');
                """);

        List<Hazard> lossy = source.plan().hazards().stream().filter(h -> h.code() == HazardCode.ROLLBACK_LOSSY).toList();
        assertThat(lossy).extracting(Hazard::rows).containsExactly(1L, 2L);
        assertThat(source.mapping("t", "o")).isEqualTo("timestamptz iso-text");
        assertThat(source.mapping("t", "f")).isEqualTo("timestamptz iso-text");
    }

    @Test
    void plausible_epochs_become_timestamptz_and_others_stay_numbers() {
        var source = PlannedSource.of(folder, """
                CREATE TABLE t(s DATETIME, ms TIMESTAMP, n DATETIME, j DATETIME);
                INSERT INTO t VALUES(1612325106, 1612325106000, 17, 2459248.5), (1712325106, 1712325106001, 20240101, 2459249.0);
                """);

        assertThat(source.column("t", "s").mapping().form()).isEqualTo(new ValueForm.Epoch(ValueForm.Epoch.Unit.SECONDS));
        assertThat(source.column("t", "ms").mapping().form()).isEqualTo(new ValueForm.Epoch(ValueForm.Epoch.Unit.MILLISECONDS));
        assertThat(source.mapping("t", "n")).isEqualTo("bigint plain");
        assertThat(source.column("t", "j").mapping().form()).isEqualTo(new ValueForm.Epoch(ValueForm.Epoch.Unit.JULIAN_DAYS));
        assertThat(source.codes()).contains(HazardCode.DATETIME_AMBIGUOUS);
    }

    @Test
    void a_zone_that_skips_an_hour_asks_and_names_the_rows() {
        var source = PlannedSource.of(folder, """
                CREATE TABLE t(id INTEGER PRIMARY KEY, at TIMESTAMP);
                INSERT INTO t VALUES(1, '2024-03-31 02:30:00'), (2, '2024-10-27 02:30:00'), (3, '2024-07-01 12:00:00');
                """, PlannedSource.column("t", "at", inBerlin(false)));

        assertThat(PlannedSource.keys(source.hazard(HazardCode.DATETIME_MIXED))).containsExactly(1L);
        assertThat(source.mapping("t", "at")).isEqualTo("timestamp iso-text");
    }

    @Test
    void a_zone_accepted_as_lossy_moves_skipped_times_and_names_the_ambiguous_ones() {
        var source = PlannedSource.of(folder, """
                CREATE TABLE t(id INTEGER PRIMARY KEY, at TIMESTAMP);
                INSERT INTO t VALUES(1, '2024-03-31 02:30:00'), (2, '2024-10-27 02:30:00'), (3, '2024-07-01 12:00:00');
                """, PlannedSource.column("t", "at", inBerlin(true)));

        assertThat(PlannedSource.keys(source.hazard(HazardCode.DATETIME_AMBIGUOUS))).containsExactly(1L, 2L);
        assertThat(source.hazard(HazardCode.DATETIME_AMBIGUOUS).message()).contains("Europe/Berlin");
        assertThat(source.mapping("t", "at")).isEqualTo("timestamptz iso-text");
        assertThat(source.plan().open()).isEmpty();
    }

    private static Choices.ColumnChoice inBerlin(boolean lossy) {
        return new Choices.ColumnChoice(false, Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.of(ZoneId.of("Europe/Berlin")), List.of(), List.of(), Optional.empty(), Optional.empty(), List.of(),
                lossy);
    }
}

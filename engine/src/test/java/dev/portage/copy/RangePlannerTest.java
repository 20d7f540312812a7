package dev.portage.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.plan.TablePlan;
import dev.portage.schema.Affinity;
import dev.portage.schema.Table;
import dev.portage.source.SqliteValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RangePlannerTest {
    private static final long MB_64 = 64L << 20;

    @Test
    void a_small_table_is_one_range_without_bounds() {
        List<KeyRange> ranges = RangePlanner.ranges(plan(table(false, "BINARY", false), 10, 1_000, List.of()), MB_64);

        assertThat(ranges).singleElement().satisfies(range -> {
            assertThat(range.from()).isEmpty();
            assertThat(range.before()).isEmpty();
        });
    }

    @Test
    void ranges_meet_without_gap_or_overlap_whatever_the_rowids() {
        List<List<SqliteValue>> marks = marks(-9_000_000_000_000L, -5, 0, 3, 9_000_000_000_000_000_000L);

        List<KeyRange> ranges = RangePlanner.ranges(plan(table(false, "BINARY", false), 60_000, 60_000L * 7_000, marks), MB_64);

        assertThat(ranges).hasSizeGreaterThan(1);
        assertThat(ranges.getFirst().from()).isEmpty();
        assertThat(ranges.getLast().before()).isEmpty();
        for (int i = 1; i < ranges.size(); i++) {
            assertThat(ranges.get(i).number()).isEqualTo(i);
            assertThat(ranges.get(i).from()).isEqualTo(ranges.get(i - 1).before());
        }
    }

    @Test
    void a_key_without_binary_order_is_never_cut() {
        List<List<SqliteValue>> marks = marks(1, 2, 3);

        assertThat(RangePlanner.ranges(plan(table(true, "NOCASE", false), 40_000, 40_000L * 9_000, marks), MB_64)).hasSize(1);
        assertThat(RangePlanner.ranges(plan(table(true, "BINARY", true), 40_000, 40_000L * 9_000, marks), MB_64)).hasSize(1);
        assertThat(RangePlanner.ranges(plan(table(true, "BINARY", false), 40_000, 40_000L * 9_000, marks), MB_64)).hasSize(4);
    }

    @Test
    void the_query_of_a_range_binds_its_bounds() {
        KeyRange range = new KeyRange(plan(table(true, "BINARY", false), 2, 20, List.of()), 1, List.of(new SqliteValue.Int(5)),
                List.of(new SqliteValue.Int(9)));

        RangeQuery query = RangeQuery.of(range);

        assertThat(query.sql()).isEqualTo("SELECT \"k\" FROM \"main\".\"t\" WHERE \"k\" >= ? AND \"k\" < ? ORDER BY \"k\"");
        assertThat(query.parameters()).containsExactly(new SqliteValue.Int(5), new SqliteValue.Int(9));
        assertThat(query.byRowid()).isFalse();
    }

    private static List<List<SqliteValue>> marks(long... keys) {
        List<List<SqliteValue>> marks = new ArrayList<>();
        for (long key : keys) {
            marks.add(List.of(new SqliteValue.Int(key)));
        }
        return marks;
    }

    private static Table table(boolean withoutRowid, String collation, boolean descending) {
        Table.Column key = new Table.Column("k", "INTEGER", Affinity.INTEGER, true, collation, Optional.empty(), Optional.empty(),
                1);
        Table.Index index = new Table.Index("pk", true, Table.Index.Origin.PRIMARY_KEY,
                List.of(new Table.Part(Optional.of("k"), Optional.empty(), descending, collation)), Optional.empty());
        return new Table("t", List.of(key), withoutRowid, false, withoutRowid ? Optional.empty() : Optional.of("k"), false,
                OptionalLong.empty(), List.of(), withoutRowid ? List.of(index) : List.of(), List.of(), "");
    }

    private static TablePlan plan(Table table, long rows, long bytes, List<List<SqliteValue>> marks) {
        return new TablePlan("x.db", table, "public", "t", false, Optional.empty(), List.of(), rows, bytes, marks,
                OptionalLong.empty(), true);
    }
}

package dev.portage.verify;

import dev.portage.PortageException;
import dev.portage.UnverifiedException;
import dev.portage.plan.TablePlan;
import dev.portage.source.SqliteFile;
import dev.portage.verify.Verdict.Check;
import dev.portage.verify.Verdict.Outcome;
import dev.portage.verify.Verdict.TableResult;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Plants differences and demands that they be found: a temporary table with rows of one table that was found equal, once
/// with one value changed and once with one row removed, goes through the same comparison.
///
/// With an ordered key the first 1,000 rows are enough; a table without one is taken whole, the smallest there is. Where
/// every equal table is empty, a row is added to an empty one.
final class SelfCheck {
    private static final String NAME = "self-check";
    private static final int ROWS = 1_000;
    private static final String PERMISSION_DENIED = "42501";

    private final Verifier.SourceOpener source;
    private final Verifier.TargetConnections target;
    private final Verifier.Options options;
    private final Map<TablePlan, Shape> shapes;

    SelfCheck(Verifier.SourceOpener source, Verifier.TargetConnections target, Verifier.Options options,
            Map<TablePlan, Shape> shapes) {
        this.source = source;
        this.target = target;
        this.options = options;
        this.shapes = shapes;
    }

    /// @throws UnverifiedException PT-710 a planted difference was not found, PT-711 none could be planted
    Check run(List<TableResult> tables) {
        Optional<Chosen> chosen = choose(tables);
        if (chosen.isEmpty()) {
            return new Check(NAME, Outcome.EQUAL, "not needed: no table was found equal");
        }
        Shape shape = chosen.get().shape();
        long rows = shape.ordered() ? Math.min(ROWS, chosen.get().rows()) : chosen.get().rows();
        if (rows == 0) {
            plant(Planted.addedRow(shape));
            return new Check(NAME, Outcome.EQUAL, "found a row added to a copy of " + shape.table());
        }
        long place = rows / 2;
        Optional<Integer> column = Planted.column(shape, options.seed());
        if (column.isPresent()) {
            plant(Planted.changedValue(shape, place, column.get()));
        }
        plant(Planted.removedRow(shape, place));
        return new Check(NAME, Outcome.EQUAL, "found %sone row removed from a copy of %d rows of %s".formatted(
                column.isPresent() ? "one value changed in and " : "", rows, shape.table()));
    }

    private record Chosen(Shape shape, long rows) {}

    private Optional<Chosen> choose(List<TableResult> tables) {
        List<Chosen> equal = tables.stream().filter(table -> shapes.containsKey(table.table()))
                .filter(table -> table.verdict() instanceof TableVerdict.Equal)
                .map(table -> new Chosen(Planted.shape(shapes, table.table()), ((TableVerdict.Equal) table.verdict()).rows()))
                .filter(chosen -> !chosen.shape().columns().isEmpty()).toList();
        Comparator<Chosen> best = Comparator.<Chosen, Boolean>comparing(chosen -> chosen.rows() == 0)
                .thenComparing(chosen -> !chosen.shape().ordered())
                .thenComparing(chosen -> Planted.column(chosen.shape(), options.seed()).isEmpty())
                .thenComparing(chosen -> chosen.shape().ordered() ? -chosen.rows() : chosen.rows());
        return equal.stream().min(best);
    }

    private void plant(Planted planted) {
        try (SqliteFile file = source.open(); TargetSession session = TargetSession.temporary(target, "verify self-check")) {
            execute(session.connection(), planted);
            var comparer = new TableComparer(file, session.connection(), options.temporaryFolder(), options.migrationId(), false);
            Sample sample = planted.shape().ordered() ? Sample.firstRows(ROWS) : new Sample(0, 0);
            TableVerdict verdict = comparer.compare(planted.shape(), sample, _ -> {}).verdict();
            Optional<String> key = planted.shape().ordered() && planted.place() >= 0
                    ? Optional.of(key(file, planted, sample))
                    : Optional.empty();
            if (!planted.foundIn(verdict, key)) {
                throw notFound(planted, null);
            }
        } catch (OutOfOrderException e) {
            throw notFound(planted, e);
        } catch (SQLException e) {
            throw unplantable(e);
        }
    }

    private static void execute(Connection connection, Planted planted) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : planted.statements(ROWS)) {
                statement.execute(sql);
            }
        }
    }

    /// The key of the row at the planted place, as the source has it.
    private static String key(SqliteFile file, Planted planted, Sample sample) {
        try (SourceRows rows = SourceRows.open(file, sample.limited(planted.shape().sourceRowsByKey()), planted.shape())) {
            for (long i = 0; i <= planted.place(); i++) {
                if (!rows.next()) {
                    throw notFound(planted, null);
                }
            }
            return rows.key();
        }
    }

    private static PortageException notFound(Planted planted, @org.jspecify.annotations.Nullable Throwable cause) {
        return new UnverifiedException(710, "the verifier did not find a planted difference (%s) in a copy of %s".formatted(
                planted.what(), planted.shape().table()),
                "Nothing that was found equal counts; please report this with the report file", cause);
    }

    private static PortageException unplantable(SQLException e) {
        boolean denied = PERMISSION_DENIED.equals(e.getSQLState());
        return new UnverifiedException(711, "no difference could be planted for the self-check (SQLSTATE %s)".formatted(
                e.getSQLState()),
                denied
                        ? "Nothing was changed; grant TEMPORARY on the database to the role, then run the same"
                                + " command again"
                        : "Nothing was changed; see that PostgreSQL runs, then run the same command again",
                e);
    }
}

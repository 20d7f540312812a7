package dev.portage.verify;

import dev.portage.PortageException;
import dev.portage.plan.MigrationPlan;
import dev.portage.schema.Identifier;
import dev.portage.source.RowCursor;
import dev.portage.source.SqliteFile;
import dev.portage.verify.Verdict.Check;
import dev.portage.verify.Verdict.Outcome;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Asks the plan's pairs of queries, one on each side, and compares their rows as texts: numbers by exact decimal without
/// trailing zeros, booleans as 1 and 0, bytes in hexadecimal, NULL as nothing.
///
/// Rows are compared without their order, unless the query for PostgreSQL has an ORDER BY of its own. At most 100,000
/// rows; more make the check UNVERIFIED.
final class InvariantCheck {
    private static final int MOST_ROWS = 100_000;
    private static final Comparator<List<Optional<String>>> ANY_ORDER = Comparator.comparing(InvariantCheck::sortable);

    private final MigrationPlan plan;
    private final Verifier.SourceOpener source;
    private final Verifier.TargetConnections target;

    /// A query gave more rows than are compared.
    private static final class TooManyRowsException extends Exception {
        private static final long serialVersionUID = 1L;
    }

    InvariantCheck(MigrationPlan plan, Verifier.SourceOpener source, Verifier.TargetConnections target) {
        this.plan = plan;
        this.source = source;
        this.target = target;
    }

    List<Check> run() {
        return plan.invariants().stream().map(this::check).toList();
    }

    private Check check(MigrationPlan.Invariant invariant) {
        String name = "invariant " + invariant.name();
        try (SqliteFile file = source.open(); TargetSession session = TargetSession.reading(target, "verify invariant")) {
            List<List<Optional<String>>> here = source(file, invariant.sqlite());
            List<List<Optional<String>>> there = target(session.connection(), invariant.postgresql());
            if (!ordered(invariant.postgresql())) {
                here.sort(ANY_ORDER);
                there.sort(ANY_ORDER);
            }
            return compare(name, here, there);
        } catch (SQLException e) {
            return new Check(name, Outcome.UNVERIFIED, "PostgreSQL refused the query (SQLSTATE %s)".formatted(e.getSQLState()));
        } catch (PortageException e) {
            return new Check(name, Outcome.UNVERIFIED, e.code() + " " + e.getMessage());
        } catch (TooManyRowsException _) {
            return new Check(name, Outcome.UNVERIFIED, "a query gives more than %d rows; count or sum them".formatted(MOST_ROWS));
        }
    }

    private static Check compare(String name, List<List<Optional<String>>> here, List<List<Optional<String>>> there) {
        String rows = "%d rows from the source, %d from the target".formatted(here.size(), there.size());
        if (here.equals(there)) {
            return new Check(name, Outcome.EQUAL, rows);
        }
        int first = 0;
        while (first < Math.min(here.size(), there.size()) && here.get(first).equals(there.get(first))) {
            first++;
        }
        return new Check(name, Outcome.DIFFERENT, rows + ", other from row " + (first + 1) + " on");
    }

    private static String sortable(List<Optional<String>> row) {
        StringBuilder text = new StringBuilder();
        row.forEach(value -> text.append(value.map(v -> v.length() + ":" + v).orElse("-")).append(','));
        return text.toString();
    }

    /// Whether a query orders its own rows: ORDER BY outside brackets, quotes and comments.
    static boolean ordered(String sql) {
        String outside = sql.replaceAll("(?s)'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|--[^\n]*|/\\*.*?\\*/", " ")
                .toLowerCase(Locale.ROOT);
        int depth = 0;
        StringBuilder top = new StringBuilder();
        for (int i = 0; i < outside.length(); i++) {
            char c = outside.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            top.append(depth == 0 ? c : ' ');
        }
        return java.util.regex.Pattern.compile("\\border\\s+by\\b").matcher(top).find();
    }

    private static List<List<Optional<String>>> source(SqliteFile file, String sql) throws TooManyRowsException {
        List<List<Optional<String>>> rows = new ArrayList<>();
        try (RowCursor cursor = file.rows(sql, List.of())) {
            while (cursor.next()) {
                List<Optional<String>> row = new ArrayList<>();
                for (int i = 0; i < cursor.columns(); i++) {
                    row.add(text(cursor, i));
                }
                add(rows, row);
            }
        }
        return rows;
    }

    private static void add(List<List<Optional<String>>> rows, List<Optional<String>> row) throws TooManyRowsException {
        if (rows.size() == MOST_ROWS) {
            throw new TooManyRowsException();
        }
        rows.add(row);
    }

    private static Optional<String> text(RowCursor cursor, int column) {
        return switch (cursor.storageClass(column)) {
            case NULL -> Optional.empty();
            case INTEGER -> Optional.of(Long.toString(cursor.integer(column)));
            case REAL -> Optional.of(real(cursor.real(column)));
            case TEXT -> Optional.of(new String(cursor.bytes(column), StandardCharsets.UTF_8));
            case BLOB -> Optional.of(hex(cursor.bytes(column)));
        };
    }

    private List<List<Optional<String>>> target(Connection connection, String sql) throws SQLException, TooManyRowsException {
        List<List<Optional<String>>> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL search_path TO " + Identifier.quote(plan.targetSchema()));
            statement.execute("SET LOCAL TimeZone TO 'UTC'");
            statement.execute("SET LOCAL DateStyle TO 'ISO, YMD'");
            statement.setFetchSize(1_000);
            try (ResultSet found = statement.executeQuery(sql)) {
                int columns = found.getMetaData().getColumnCount();
                while (found.next()) {
                    List<Optional<String>> row = new ArrayList<>();
                    for (int i = 1; i <= columns; i++) {
                        row.add(text(found, i));
                    }
                    add(rows, row);
                }
            }
        }
        return rows;
    }

    private static Optional<String> text(ResultSet row, int column) throws SQLException {
        Object value = row.getObject(column);
        return Optional.ofNullable(switch (value) {
            case null -> absent();
            case BigDecimal decimal -> plain(decimal);
            case Double real -> real(real);
            case Float real -> real(Double.parseDouble(real.toString()));
            case Boolean bool -> bool ? "1" : "0";
            case byte[] bytes -> hex(bytes);
            default -> row.getString(column);
        });
    }

    private static @Nullable String absent() {
        return null;
    }

    private static String real(double value) {
        return Double.isFinite(value) ? plain(NumberText.shortest(value)) : Double.toString(value);
    }

    private static String plain(BigDecimal decimal) {
        return decimal.signum() == 0 ? "0" : decimal.stripTrailingZeros().toPlainString();
    }

    private static String hex(byte[] bytes) {
        return "\\x" + HexFormat.of().formatHex(bytes);
    }
}

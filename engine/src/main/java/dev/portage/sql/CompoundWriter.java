package dev.portage.sql;

import dev.portage.mapping.ValueForm;
import dev.portage.sql.CoreWriter.Written;
import dev.portage.sql.Expression.Collate;
import dev.portage.sql.Expression.IntegerLiteral;
import dev.portage.sql.Piece.ValueKind;
import dev.portage.sql.Select.Arm;
import dev.portage.sql.Select.Ordering;
import dev.portage.sql.Select.SetOperator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Writes several SELECTs that UNION and its kind join. SQLite joins them from left to right.
final class CompoundWriter {
    private final QueryWriter writer;
    private final QueryWriter.Context context;
    private final List<CoreWriter> cores = new ArrayList<>();
    private final List<Written> written = new ArrayList<>();

    CompoundWriter(QueryWriter writer, QueryWriter.Context context) {
        this.writer = writer;
        this.context = context;
    }

    Query write(Select select) throws Untranslatable {
        for (Arm arm : select.arms()) {
            var core = new CoreWriter(writer, arm.core(), context);
            cores.add(core);
            written.add(core.write(List.of()));
        }
        int count = written.getFirst().columns().size();
        for (Written each : written) {
            if (each.columns().size() != count) {
                throw new Untranslatable("it joins queries of different numbers of columns");
            }
        }
        boolean all = select.arms().stream().skip(1).allMatch(arm -> arm.operator().equals(Optional.of(SetOperator.UNION_ALL)));
        var columns = new ArrayList<List<Field>>();
        var shown = new ArrayList<Field>();
        for (int i = 0; i < count; i++) {
            columns.add(unified(i, !all));
            shown.add(columns.get(i).getFirst());
        }
        var query = new Query(joined(select.arms(), columns), shown, false);
        return select.order().isEmpty() && select.limit().isEmpty() ? query : ordered(select, query);
    }

    /// The column of each arm, brought to one type. Its affinity is one of theirs, so that it is told only where all agree.
    private List<Field> unified(int place, boolean compared) throws Untranslatable {
        List<Field> fields = written.stream().map(each -> each.columns().get(place)).toList();
        Field first = fields.getFirst();
        boolean same = fields.stream().map(field -> field.column().affinity()).distinct().count() == 1;
        Set<ValueForm> forms = new HashSet<>();
        for (Field field : fields) {
            if (field.changed().isPresent()) {
                throw new Untranslatable(field.changed().get());
            }
            if (compared) {
                field.requireSameEquality("UNION, INTERSECT or EXCEPT");
            }
            if (field.piece().kind() != ValueKind.NULL) {
                forms.add(field.column().form());
            }
        }
        List<Piece> pieces = fields.stream().map(Field::piece).toList();
        Unified unified = Unified.of(pieces);
        if (unified.kind() == ValueKind.TEMPORAL && forms.size() > 1) {
            throw new Untranslatable("it joins dates or times of several forms");
        }
        var one = new ArrayList<Field>();
        for (int i = 0; i < fields.size(); i++) {
            // PostgreSQL joins two SELECTs at a time, and would take two NULLs for texts.
            String sql = pieces.get(i).kind() == ValueKind.NULL ? "NULL::" + unified.type().sqlName() : unified.sql().get(i);
            Field field = Field.computed(first.name(), unified.piece(sql, List.of(pieces.get(i))),
                    same ? Optional.of(first.column().affinity()) : Optional.empty(), collation(fields),
                    forms.isEmpty() ? Optional.empty() : Optional.of(forms.iterator().next()));
            if (!same) {
                field = new Field(field.name(), field.target(), field.piece(), field.column(), Optional.of(
                        "the column %s has another affinity in each part of a UNION".formatted(first.name())), Optional.empty());
            }
            one.add(field.targetNamed(first.target()));
        }
        return one;
    }

    private static String collation(List<Field> fields) throws Untranslatable {
        List<String> all = fields.stream().map(field -> field.column().collation()).distinct().toList();
        if (all.size() > 1) {
            throw new Untranslatable("it joins texts of several collations");
        }
        return all.getFirst();
    }

    private String joined(List<Arm> arms, List<List<Field>> columns) {
        var sql = new StringBuilder();
        boolean bracketed = false;
        for (int i = 0; i < arms.size(); i++) {
            int arm = i;
            Optional<SetOperator> operator = arms.get(i).operator();
            if (operator.isPresent()) {
                // INTERSECT binds more than UNION in PostgreSQL.
                if (operator.get() == SetOperator.INTERSECT && bracketed) {
                    sql.insert(0, "(\n").append("\n)");
                }
                bracketed |= operator.get() != SetOperator.INTERSECT;
                sql.append('\n').append(operator.get().name().replace('_', ' ')).append('\n');
            }
            List<Field> fields = columns.stream().map(column -> column.get(arm)).toList();
            Written each = written.get(i);
            sql.append(cores.get(i).sql(new Written(each.from(), fields, each.aggregated(), each.determined())));
        }
        return sql.toString();
    }

    private Query ordered(Select select, Query query) throws Untranslatable {
        var places = new ArrayList<Limits.Place>();
        var exact = new HashSet<Integer>();
        for (Ordering ordering : select.order()) {
            Optional<String> collation = ordering.value() instanceof Collate(_, var name) ? Optional.of(name) : Optional.empty();
            int place = place(ordering.value() instanceof Collate(var value, _) ? value : ordering.value(),
                    query.columns().size());
            places.add(new Limits.Place(place, collation, ordering));
            if (collation.orElse(query.columns().get(place).column().collation()).equals("BINARY")) {
                exact.add(place);
            }
        }
        String limit = Limits.sql(select);
        if (!limit.isEmpty() && exact.size() < query.columns().size()) {
            throw new Untranslatable(Limits.UNSETTLED);
        }
        Query ordered = Limits.over(query, writer.alias("q"), places, limit);
        return new Query(ordered.sql(), ordered.columns(), Limits.one(select));
    }

    private int place(Expression term, int count) throws Untranslatable {
        if (term instanceof IntegerLiteral(var number) && number >= 1 && number <= count) {
            return (int) number - 1;
        }
        for (CoreWriter core : cores) {
            int place = core.place(term);
            if (place >= 0) {
                return place;
            }
        }
        throw new Untranslatable("its ORDER BY names no result of a UNION");
    }
}

package dev.portage.target;

import dev.portage.PlanException;
import dev.portage.target.TargetTable.TypeFacts;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// The types of a database, and what each is underneath its domains.
///
/// Source: `pg_type`, `pg_enum`; typmods by `numerictypmodin`, `anychar_typmodin`, `anytimestamp_typmodin` and
/// `intervaltypmodin` of PostgreSQL's sources.
final class CatalogTypes {
    private static final int VARLENA_HEADER = 4;
    private static final int INTERVAL_FULL = 0xFFFF;
    private static final String TYPES = """
            SELECT t.oid, n.nspname, t.typname, t.typtype, t.typbasetype, t.typtypmod, t.typnotnull, t.typdefault,
                CASE WHEN t.typcategory = 'A' THEN t.typelem ELSE 0 END AS element,
                EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c') AS checked
            FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
            """;
    private static final String LABELS = """
            SELECT enumtypid, enumlabel FROM pg_catalog.pg_enum ORDER BY enumtypid, enumsortorder
            """;

    private record Type(String schema, String name, boolean domain, long base, int typmod, boolean notNull,
            @Nullable String defaultSql, long element, boolean checked) {}

    /// @param notNull whether a domain refuses NULL
    /// @param defaultSql the default of the outermost domain that has one
    record Resolved(TypeFacts facts, boolean notNull, Optional<String> defaultSql) {}

    private final Map<Long, Type> types = new HashMap<>();
    private final Map<Long, List<String>> labels = new HashMap<>();

    private CatalogTypes() {}

    static CatalogTypes read(Connection connection) throws SQLException {
        CatalogTypes read = new CatalogTypes();
        try (Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery(TYPES)) {
                while (row.next()) {
                    read.types.put(row.getLong("oid"), type(row));
                }
            }
            try (ResultSet row = statement.executeQuery(LABELS)) {
                while (row.next()) {
                    read.labels.computeIfAbsent(row.getLong(1), _ -> new ArrayList<>()).add(row.getString(2));
                }
            }
        }
        return read;
    }

    private static Type type(ResultSet row) throws SQLException {
        return new Type(row.getString("nspname"), row.getString("typname"), row.getString("typtype").equals("d"),
                row.getLong("typbasetype"), row.getInt("typtypmod"), row.getBoolean("typnotnull"), row.getString("typdefault"),
                row.getLong("element"), row.getBoolean("checked"));
    }

    /// @throws PlanException PT-205 the type is not there any more
    Resolved resolve(long oid, int ofColumn) {
        Walk walk = new Walk(ofColumn);
        Type type = walk.down(oid);
        boolean array = type.element() != 0;
        if (array) {
            type = walk.down(type.element());
        }
        return new Resolved(facts(type, walk, array), walk.notNull, Optional.ofNullable(walk.defaultSql));
    }

    /// The way from a column's type down to what it is, with what the domains on it add.
    private final class Walk {
        private int typmod;
        private long at;
        private boolean notNull;
        private boolean checked;
        private @Nullable String domain;
        private @Nullable String defaultSql;

        Walk(int typmod) {
            this.typmod = typmod;
        }

        Type down(long oid) {
            at = oid;
            Type type = find(oid);
            while (type.domain()) {
                domain = domain == null ? type.name() : domain;
                defaultSql = defaultSql == null ? type.defaultSql() : defaultSql;
                notNull |= type.notNull();
                checked |= type.checked();
                typmod = typmod < 0 ? type.typmod() : typmod;
                at = type.base();
                type = find(at);
            }
            return type;
        }
    }

    private Type find(long oid) {
        Type type = types.get(oid);
        if (type == null) {
            throw changed();
        }
        return type;
    }

    /// What a reader of the catalog says when things vanish between two of its queries.
    static PlanException changed() {
        return new PlanException(205, "the schema of the target was changed while it was read",
                "Nothing was written; run the same command again when nobody changes it");
    }

    private TypeFacts facts(Type type, Walk walk, boolean array) {
        int typmod = walk.typmod;
        String name = type.schema().equals("pg_catalog") ? type.name() : "";
        OptionalInt length = switch (name) {
            case "varchar", "bpchar" -> known(typmod - VARLENA_HEADER, typmod);
            case "bit", "varbit" -> known(typmod, typmod);
            default -> OptionalInt.empty();
        };
        boolean numeric = name.equals("numeric");
        int bits = typmod - VARLENA_HEADER;
        OptionalInt precision = numeric ? known(bits >> 16 & 0xFFFF, typmod) : OptionalInt.empty();
        // Eleven bits with a sign: 15 and newer allow a negative scale.
        OptionalInt scale = numeric ? known(((bits & 0x7FF) ^ 1024) - 1024, typmod) : OptionalInt.empty();
        OptionalInt digits = switch (name) {
            case "timestamp", "timestamptz", "time", "timetz" -> known(typmod, typmod);
            case "interval" ->
                (typmod & INTERVAL_FULL) == INTERVAL_FULL ? OptionalInt.empty() : known(typmod & INTERVAL_FULL, typmod);
            default -> OptionalInt.empty();
        };
        return new TypeFacts(type.schema(), type.name(), array, labels.getOrDefault(walk.at, List.of()),
                Optional.ofNullable(walk.domain), walk.checked, length, precision, scale, digits);
    }

    private static OptionalInt known(int value, int typmod) {
        return typmod < 0 ? OptionalInt.empty() : OptionalInt.of(value);
    }
}

package dev.portage.copy;

import dev.portage.schema.Identifier;

/// The statements that shut a table in the target against everybody but this migration's own transactions, and open it.
final class TableFence {
    static final String NAME = "portage_fence";

    private TableFence() {}

    static String shut(String schema, String table, String applierToken) {
        String name = Identifier.qualified(schema, table);
        return """
                CREATE TRIGGER %1$s BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON %2$s
                FOR EACH STATEMENT EXECUTE FUNCTION portage.fence(%3$s);
                ALTER TABLE %2$s ENABLE ALWAYS TRIGGER %1$s
                """.formatted(NAME, name, Identifier.literal(applierToken));
    }

    static String open(String schema, String table) {
        return "DROP TRIGGER IF EXISTS %s ON %s".formatted(NAME, Identifier.qualified(schema, table));
    }

    /// Lets the current transaction, and only it, pass the fence.
    static String pass(String applierToken) {
        return "SET LOCAL portage.applier = " + Identifier.literal(applierToken);
    }
}

package dev.portage.copy;

import dev.portage.ConfigException;
import dev.portage.moment.Moment;
import dev.portage.plan.MigrationPlan;
import dev.portage.plan.TablePlan;
import dev.portage.schema.Identifier;
import dev.portage.state.TargetState;
import dev.portage.state.TargetState.Made;
import dev.portage.target.TargetErrors;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Gives what a migration makes to the owner that a person named, and lets others use it.
public final class TargetRoles {
    private TargetRoles() {}

    /// Refuses roles that are not there, and an owner to whom this session may not give anything; to be asked before
    /// anything is made. A schema that this migration has made will be the owner's, and is not asked about.
    ///
    /// @param made what this migration has made so far
    /// @throws ConfigException PT-118: no such role; PT-119: not a member of the owner, or the owner may not create in a schema
    public static void require(Connection connection, MigrationPlan plan, List<Made> made) {
        Set<String> roles = new LinkedHashSet<>(plan.hooks().grants().keySet());
        plan.options().owner().ifPresent(roles::add);
        try {
            for (String role : roles) {
                if (!answer(connection, "SELECT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = ?)", role)) {
                    throw new ConfigException(118, "the target has no role '%s'".formatted(role),
                            "Nothing was made; make it with CREATE ROLE, or name another, and run the same command again");
                }
            }
            if (plan.options().owner().isPresent()) {
                requireOwner(connection, plan, plan.options().owner().get(), made);
            }
        } catch (SQLException e) {
            throw TargetErrors.unreachableOr(e, "asking for roles");
        }
    }

    private static void requireOwner(Connection connection, MigrationPlan plan, String owner, List<Made> made)
            throws SQLException {
        // Superusers are members of every role.
        if (!answer(connection, "SELECT pg_has_role(?, 'USAGE')", owner)
                || !answer(connection, "SELECT pg_has_role(?, 'MEMBER')", owner)) {
            throw new ConfigException(119, "this role is no member of '%s', which plan.yaml or --owner names".formatted(owner),
                    "Nothing was made; GRANT it that membership (with INHERIT and SET), then run the same command again");
        }
        for (String schema : plan.made().stream().map(TablePlan::targetSchema).distinct().toList()) {
            if (!made.contains(new Made("schema", schema, "", schema))
                    && answer(connection, "SELECT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = ?)", schema)
                    && !answer(connection, "SELECT has_schema_privilege(?, ?, 'CREATE')", owner, schema)) {
                throw new ConfigException(119, "role '%s' may not create anything in schema %s, so it cannot own tables there"
                        .formatted(owner, schema),
                        "Nothing was made; GRANT CREATE ON SCHEMA %s TO %s, then run the same command again".formatted(
                                Identifier.quote(schema), Identifier.quote(owner)));
            }
        }
    }

    private static boolean answer(Connection connection, String sql, String... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /// Gives everything that was made to the owner, and the privileges on the moved tables to the roles; again on a rerun,
    /// which changes nothing.
    static void hand(Connection connection, MigrationPlan plan, TargetState state) {
        try {
            connection.setAutoCommit(false);
            List<Made> made = state.made(connection);
            if (plan.options().owner().isPresent()) {
                String owner = Identifier.quote(plan.options().owner().get());
                // Schemas first: an owner must be able to create where its tables lie.
                for (String kind : List.of("schema", "table", "function", "view")) {
                    own(connection, made, kind, owner);
                }
            }
            for (Map.Entry<String, String> grant : plan.hooks().grants().entrySet()) {
                grant(connection, plan, made, Identifier.quote(grant.getKey()), grant.getValue());
            }
            Moment.OWNER_COMMITS.reached();
            connection.commit();
            Moment.OWNER_COMMITTED.reached();
        } catch (SQLException e) {
            throw TargetErrors.unreachableOr(e, "giving what was made to its owner and roles");
        }
    }

    private static void own(Connection connection, List<Made> made, String kind, String owner) throws SQLException {
        String word = kind.equals("function") ? "ROUTINE" : kind.toUpperCase(java.util.Locale.ROOT);
        int given = 0;
        for (Made each : made) {
            if (each.kind().equals(kind)) {
                String name = kind.equals("schema")
                        ? Identifier.quote(each.name())
                        : Identifier.qualified(each.schema(), each.name());
                Statements.execute(connection, "ALTER %s %s OWNER TO %s".formatted(word, name, owner));
                if (++given % TargetBuilder.TABLES_A_TRANSACTION == 0) {
                    connection.commit();
                }
            }
        }
    }

    private static void grant(Connection connection, MigrationPlan plan, List<Made> made, String role, String privileges)
            throws SQLException {
        for (Made each : made) {
            if (each.kind().equals("schema")) {
                Statements.execute(connection, "GRANT USAGE ON SCHEMA %s TO %s".formatted(Identifier.quote(each.name()), role));
            }
        }
        int given = 0;
        for (TablePlan table : plan.made()) {
            Statements.execute(connection, "GRANT %s ON %s TO %s".formatted(privileges,
                    Identifier.qualified(table.targetSchema(), table.target()), role));
            if (++given % TargetBuilder.TABLES_A_TRANSACTION == 0) {
                connection.commit();
            }
        }
    }

}

package dev.portage.faults;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.copy.CopyOperation;
import org.postgresql.copy.CopyOut;
import org.postgresql.core.BaseConnection;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/// A connection to PostgreSQL whose operations are numbered and may be made to fail as the server would let them fail: a
/// lost session is really closed, an error really spoils the transaction, a COPY really ends.
///
/// What only reads what the driver has is no operation; of rows that are read, the first and every 1,000th is one. A full disk, a deadlock or a cancel meets no rollback and no close;
/// there the session is lost instead.
final class FaultySession {
    private static final Set<String> EXECUTES = Set.of("execute", "executeQuery", "executeUpdate", "executeLargeUpdate",
            "executeBatch", "executeLargeBatch");
    private static final Set<String> COPIES = Set.of("writeToCopy", "flushCopy", "endCopy", "readFromCopy");
    private static final int ROWS = 1_000;

    private final Operations operations;
    private final Fault.Kind kind;
    private final Connection real;
    private int received;

    FaultySession(Operations operations, Fault.Kind kind, Connection real) {
        this.operations = operations;
        this.kind = kind;
        this.real = real;
    }

    /// The connection to use in place of the real one.
    Connection open() throws SQLException {
        operations.opened(real);
        if (operations.fails(Fault.Where.POSTGRES, "connect")) {
            real.close();
            throw error("08006");
        }
        return proxy(Connection.class, real, this::connection);
    }

    private @Nullable Object connection(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        switch (method.getName()) {
            case "commit" -> {
                if (operations.fails(Fault.Where.REPLIES, "commit")) {
                    real.commit();
                    throw ended("08006");
                }
                if (fails("commit")) {
                    throw kind.endsSession() ? ended(kind.state()) : rolledBack();
                }
            }
            case "rollback" -> {
                if (fails("rollback")) {
                    throw ended("08006");
                }
            }
            case "close" -> {
                if (!real.isClosed() && fails("close")) {
                    throw ended("08006");
                }
            }
            case "createStatement" -> {
                return proxy(Statement.class, made(Statement.class, method, real, arguments), this::statement);
            }
            case "prepareStatement" -> {
                String sql = arguments == null ? "" : String.valueOf(arguments[0]);
                var statement = made(PreparedStatement.class, method, real, arguments);
                return proxy(PreparedStatement.class, statement,
                        (self, called, given) -> statement(statement, called, given, sql));
            }
            case "prepareCall" -> throw new UnsupportedOperationException(CallableStatement.class.getName());
            case "unwrap" -> {
                if (arguments != null && arguments[0] == PGConnection.class) {
                    return proxy(PGConnection.class, real.unwrap(PGConnection.class), this::driver);
                }
            }
            default -> {}
        }
        return call(method, real, arguments);
    }

    private @Nullable Object driver(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        if (method.getName().equals("getCopyAPI")) {
            return new Copies(real.unwrap(BaseConnection.class));
        }
        if (method.getName().equals("cancelQuery") && fails("cancel")) {
            throw error("08006");
        }
        return call(method, target, arguments);
    }

    private @Nullable Object statement(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        return statement(target, method, arguments, arguments == null ? "" : String.valueOf(arguments[0]));
    }

    private @Nullable Object statement(Object target, Method method, Object @Nullable [] arguments, String sql)
            throws Throwable {
        if (EXECUTES.contains(method.getName()) && fails(sql.strip().lines().findFirst().orElse(""))) {
            throw refused();
        }
        Object result = call(method, target, arguments);
        return result instanceof ResultSet rows ? proxy(ResultSet.class, rows, new Rows()) : result;
    }

    private final class Rows implements InvocationHandler {
        private int steps;

        @Override
        public @Nullable Object invoke(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
            if (method.getName().equals("next") && steps++ % ROWS == 0 && fails("next row")) {
                throw refused();
            }
            return call(method, target, arguments);
        }
    }

    private final class Copies extends CopyManager {
        Copies(BaseConnection connection) throws SQLException {
            super(connection);
        }

        @Override
        public CopyIn copyIn(String sql) throws SQLException {
            if (fails(sql)) {
                throw refused();
            }
            return proxy(CopyIn.class, super.copyIn(sql), FaultySession.this::copy);
        }

        @Override
        public CopyOut copyOut(String sql) throws SQLException {
            if (fails(sql)) {
                throw refused();
            }
            return proxy(CopyOut.class, super.copyOut(sql), FaultySession.this::copy);
        }
    }

    private @Nullable Object copy(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        String name = method.getName();
        boolean counts = !name.equals("readFromCopy") || received++ % ROWS == 0;
        if (counts && COPIES.contains(name) && fails(name)) {
            if (kind.endsSession()) {
                throw ended(kind.state());
            }
            var copy = (CopyOperation) target;
            if (copy.isActive()) {
                try {
                    copy.cancelCopy();
                } catch (SQLException _) {
                    // It is the planted error that is told.
                }
            }
            throw error(kind.state());
        }
        if (name.equals("cancelCopy") && fails(name)) {
            throw ended("08006");
        }
        return call(method, target, arguments);
    }

    private boolean fails(String operation) {
        return operations.fails(Fault.Where.POSTGRES, operation);
    }

    /// A statement's error, from the server itself where it still listens.
    private SQLException refused() {
        if (kind.endsSession()) {
            return ended(kind.state());
        }
        try (Statement statement = real.createStatement()) {
            statement.execute("DO $$ BEGIN RAISE EXCEPTION 'a planted fault' USING ERRCODE = '%s'; END $$"
                    .formatted(kind.state()));
            return error(kind.state());
        } catch (SQLException e) {
            return kind.state().equals(e.getSQLState()) ? e : error(kind.state());
        }
    }

    /// A commit that the server refuses has rolled back.
    private SQLException rolledBack() {
        try {
            real.rollback();
        } catch (SQLException _) {
            // It is the planted error that is told.
        }
        return error(kind.state());
    }

    private SQLException ended(String state) {
        try {
            real.abort(Runnable::run);
        } catch (SQLException _) {
            // It is the planted error that is told.
        }
        return error(state);
    }

    private static SQLException error(String state) {
        return new PSQLException(new ServerErrorMessage("SERROR\0C" + state + "\0Ma planted fault\0"));
    }

    private static <T> T made(Class<T> type, Method method, Object target, Object @Nullable [] arguments) throws Throwable {
        return Objects.requireNonNull(type.cast(call(method, target, arguments)));
    }

    private static @Nullable Object call(Method method, Object target, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, T target, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(FaultySession.class.getClassLoader(), new Class<?>[]{type},
                (_, method, arguments) -> handler.invoke(target, method, arguments)));
    }
}

package dev.portage.source;

import dev.portage.schema.StorageClass;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;
import org.sqlite.core.CoreStatement;
import org.sqlite.core.DB;

/// Reads rows through the driver's own thin layer over SQLite (`org.sqlite.core.DB`), because `ResultSet` turns
/// invalid UTF-8 into U+FFFD, reads 'twelve' as 0, and is a third slower.
///
/// The raw statement is used only between its making and [#close()]; the driver answers 0 in its place with an error.
final class SqliteCursor implements RowCursor {
    private static final int ROW = 100;
    private static final int DONE = 101;
    private static final byte[] NOTHING = {};

    private final Path file;
    private final DB database;
    private final CoreStatement statement;
    private final TextEncoding encoding;
    private final boolean utf8;
    private final int columns;
    private final Consumer<SqliteCursor> whenClosed;
    private long pointer;
    /// SQLite needs its first step when the parameters are bound; its row waits here for the first [#next()].
    private State state;

    private enum State {
        FIRST_ROW_WAITS, ON_A_ROW, AT_END
    }

    private SqliteCursor(Path file, DB database, CoreStatement statement, boolean row, TextEncoding encoding,
            Consumer<SqliteCursor> whenClosed) throws SQLException {
        this.file = file;
        this.database = database;
        this.statement = statement;
        this.encoding = encoding;
        this.utf8 = encoding == TextEncoding.UTF_8;
        this.whenClosed = whenClosed;
        this.pointer = statement.pointer.safeRunLong((_, raw) -> raw);
        this.columns = database.column_count(pointer);
        this.state = row ? State.FIRST_ROW_WAITS : State.AT_END;
    }

    static SqliteCursor open(Path file, SQLiteConnection connection, Parameters query, TextEncoding encoding,
            Consumer<SqliteCursor> whenClosed) {
        CoreStatement statement = null;
        try {
            statement = (CoreStatement) connection.prepareStatement(query.sql());
            DB database = connection.getDatabase();
            boolean row = database.execute(statement, query.values());
            return new SqliteCursor(file, database, statement, row, encoding, whenClosed);
        } catch (SQLException e) {
            finish(statement, e);
            throw SqliteErrors.of(e, file, "reading rows");
        }
    }

    @Override
    public boolean next() {
        return switch (state) {
            case FIRST_ROW_WAITS -> {
                state = State.ON_A_ROW;
                yield true;
            }
            case ON_A_ROW -> step();
            case AT_END -> false;
        };
    }

    private boolean step() {
        try {
            int status = database.step(pointer) & 0xff;
            if (status == ROW) {
                return true;
            }
            state = State.AT_END;
            if (status != DONE) {
                database.throwex(status);
            }
            return false;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public StorageClass storageClass(int column) {
        try {
            return StorageClass.ofCode(database.column_type(pointer, column));
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    @Override
    public long integer(int column) {
        try {
            return database.column_long(pointer, column);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    @Override
    public double real(int column) {
        try {
            return database.column_double(pointer, column);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    @Override
    public byte[] bytes(int column) {
        try {
            // The class is asked before the bytes: reading bytes converts a number in place.
            boolean decode = !utf8 && database.column_type(pointer, column) == StorageClass.TEXT.code();
            byte[] bytes = orNothing(database.column_blob(pointer, column));
            return decode ? encoding.toUtf8(bytes) : bytes;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private static byte[] orNothing(byte @Nullable [] bytes) {
        return bytes == null ? NOTHING : bytes;
    }

    /// Finalises the statement; a second call does nothing.
    @Override
    public void close() {
        if (pointer == 0) {
            return;
        }
        pointer = 0;
        state = State.AT_END;
        whenClosed.accept(this);
        // What sqlite3_finalize returns repeats the last step's error, which was thrown where it happened.
        finish(statement, null);
    }

    private RuntimeException failed(SQLException e) {
        return SqliteErrors.of(e, file, "reading rows");
    }

    private static void finish(@Nullable CoreStatement statement, @Nullable SQLException failure) {
        if (statement == null) {
            return;
        }
        try {
            statement.pointer.close();
        } catch (SQLException again) {
            if (failure != null) {
                failure.addSuppressed(again);
            }
        }
    }
}

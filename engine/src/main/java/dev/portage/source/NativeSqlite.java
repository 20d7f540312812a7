package dev.portage.source;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/// The functions of the system's own SQLite library that a scan needs, called without the driver.
///
/// Only for Portage's private copies: two SQLite libraries in one process that have the same file open break each
/// other's POSIX locks, and a private copy is opened `immutable`, which takes none.
///
/// Pointers are numbers here. Nothing may be called where [#AVAILABLE] is false.
///
/// Source: the C interface of SQLite (sqlite.org/c3ref/funclist.html); measured against the driver in
/// docs/decisions/0024-native-scan.md.
@SuppressWarnings("restricted")
final class NativeSqlite {
    static final int OK = 0;
    static final int ROW = 100;
    static final int DONE = 101;
    /// Tells SQLite to copy what is bound (SQLITE_TRANSIENT).
    private static final long TRANSIENT = -1;
    /// STRICT tables, the newest thing that a schema here is sure to need.
    private static final int OLDEST = 3_037_000;
    /// `-Dportage.scan=driver` reads everything through the driver.
    private static final String SWITCH = "portage.scan";
    private static final List<String> NAMES = List.of("libsqlite3.so.0", "libsqlite3.so", "libsqlite3.dylib", "sqlite3.dll");
    private static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    private static final Optional<SymbolLookup> LIBRARY = find();
    /// Whether the system has the library, new enough, and nobody asked for the driver.
    static final boolean AVAILABLE = LIBRARY.isPresent();

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE;

    // Constants, so that a call is compiled to a call. The small ones end at once and never call back, so the JVM need not
    // leave its own world for them.
    private static final MethodHandle OPEN = plain("open_v2", INT, LONG, LONG, INT, LONG);
    private static final MethodHandle CLOSE = plain("close_v2", INT, LONG);
    private static final MethodHandle PREPARE = plain("prepare_v2", INT, LONG, LONG, INT, LONG, LONG);
    private static final MethodHandle FINALIZE = plain("finalize", INT, LONG);
    private static final MethodHandle STEP = plain("step", INT, LONG);
    private static final MethodHandle INTERRUPT = handle("interrupt", FunctionDescriptor.ofVoid(LONG));
    private static final MethodHandle ERROR_CODE = plain("extended_errcode", INT, LONG);
    private static final MethodHandle ERROR_TEXT = plain("errmsg", LONG, LONG);
    private static final MethodHandle BIND_LONG = plain("bind_int64", INT, LONG, INT, LONG);
    private static final MethodHandle BIND_DOUBLE = plain("bind_double", INT, LONG, INT, DOUBLE);
    private static final MethodHandle BIND_TEXT = plain("bind_text", INT, LONG, INT, LONG, INT, LONG);
    private static final MethodHandle BIND_BLOB = plain("bind_blob", INT, LONG, INT, LONG, INT, LONG);
    private static final MethodHandle BIND_NULL = plain("bind_null", INT, LONG, INT);
    private static final MethodHandle COLUMN_COUNT = plain("column_count", INT, LONG);
    private static final MethodHandle COLUMN_TYPE = small("column_type", INT, LONG, INT);
    private static final MethodHandle COLUMN_LONG = small("column_int64", LONG, LONG, INT);
    private static final MethodHandle COLUMN_DOUBLE = small("column_double", DOUBLE, LONG, INT);
    private static final MethodHandle COLUMN_BLOB = small("column_blob", LONG, LONG, INT);
    private static final MethodHandle COLUMN_BYTES = small("column_bytes", INT, LONG, INT);

    private NativeSqlite() {}

    private static Optional<SymbolLookup> find() {
        if (System.getProperty(SWITCH, "").equals("driver") || ValueLayout.ADDRESS.byteSize() != Long.BYTES) {
            return Optional.empty();
        }
        return NAMES.stream().map(NativeSqlite::load).flatMap(Optional::stream).findFirst();
    }

    private static Optional<SymbolLookup> load(String name) {
        try {
            SymbolLookup library = SymbolLookup.libraryLookup(name, Arena.global());
            MethodHandle version = Linker.nativeLinker().downcallHandle(library.findOrThrow("sqlite3_libversion_number"),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT));
            return (int) version.invokeExact() < OLDEST ? Optional.empty() : Optional.of(library);
        } catch (IllegalArgumentException | UnsupportedOperationException | NoSuchElementException _) {
            // Not there, or not for this machine: the driver reads as well.
            return Optional.empty();
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static MethodHandle small(String name, MemoryLayout result, MemoryLayout... parameters) {
        return handle(name, FunctionDescriptor.of(result, parameters), Linker.Option.critical(false));
    }

    private static MethodHandle plain(String name, MemoryLayout result, MemoryLayout... parameters) {
        return handle(name, FunctionDescriptor.of(result, parameters));
    }

    private static MethodHandle handle(String name, FunctionDescriptor type, Linker.Option... options) {
        return LIBRARY.map(library -> Linker.nativeLinker().downcallHandle(library.findOrThrow("sqlite3_" + name), type, options))
                .orElseGet(() -> MethodHandles.empty(type.toMethodType()));
    }

    /// Opens a URI; the connection's pointer goes to `result`, also on failure. Returns SQLite's code.
    static int open(Arena arena, String uri, int flags, MemorySegment result) {
        try {
            return (int) OPEN.invokeExact(text(arena, uri), result.address(), flags, 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static void close(long connection) {
        try {
            int _ = (int) CLOSE.invokeExact(connection);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// Compiles a statement, whose pointer goes to `result`. Returns SQLite's code.
    static int prepare(Arena arena, long connection, String sql, MemorySegment result) {
        try {
            return (int) PREPARE.invokeExact(connection, text(arena, sql), -1, result.address(), 0L);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static void finish(long statement) {
        try {
            int _ = (int) FINALIZE.invokeExact(statement);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int step(long statement) {
        try {
            return (int) STEP.invokeExact(statement);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static void interrupt(long connection) {
        try {
            INTERRUPT.invokeExact(connection);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int errorCode(long connection) {
        try {
            return (int) ERROR_CODE.invokeExact(connection);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static String errorText(long connection) {
        try {
            return MEMORY.getString((long) ERROR_TEXT.invokeExact(connection));
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// Binds a parameter (from 1) with the storage class it has; SQLite makes a copy of bytes.
    static int bind(Arena arena, long statement, int parameter, SqliteValue value) {
        try {
            return switch (value) {
                case SqliteValue.Null _ -> (int) BIND_NULL.invokeExact(statement, parameter);
                case SqliteValue.Int(long number) -> (int) BIND_LONG.invokeExact(statement, parameter, number);
                case SqliteValue.Real(double number) -> (int) BIND_DOUBLE.invokeExact(statement, parameter, number);
                case SqliteValue.Text(byte[] utf8) ->
                    (int) BIND_TEXT.invokeExact(statement, parameter, copied(arena, utf8), utf8.length, TRANSIENT);
                case SqliteValue.Blob(byte[] bytes) ->
                    (int) BIND_BLOB.invokeExact(statement, parameter, copied(arena, bytes), bytes.length, TRANSIENT);
            };
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int columnCount(long statement) {
        try {
            return (int) COLUMN_COUNT.invokeExact(statement);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int columnType(long statement, int column) {
        try {
            return (int) COLUMN_TYPE.invokeExact(statement, column);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static long columnLong(long statement, int column) {
        try {
            return (long) COLUMN_LONG.invokeExact(statement, column);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static double columnDouble(long statement, int column) {
        try {
            return (double) COLUMN_DOUBLE.invokeExact(statement, column);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// Where the bytes of a TEXT or BLOB lie until the next step; 0 where there are none.
    static long columnBlob(long statement, int column) {
        try {
            return (long) COLUMN_BLOB.invokeExact(statement, column);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int columnBytes(long statement, int column) {
        try {
            return (int) COLUMN_BYTES.invokeExact(statement, column);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// Copies memory of SQLite.
    static void copy(long address, byte[] into, int offset, int length) {
        MemorySegment.copy(MEMORY, ValueLayout.JAVA_BYTE, address, into, offset, length);
    }

    private static long text(Arena arena, String text) {
        return arena.allocateFrom(text, StandardCharsets.UTF_8).address();
    }

    // Never at address 0, which SQLite would bind as NULL.
    private static long copied(Arena arena, byte[] bytes) {
        MemorySegment segment = arena.allocate(Math.max(1, bytes.length));
        MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return segment.address();
    }

    /// A method handle declares every Throwable; these functions throw none.
    private static RuntimeException unexpected(Throwable e) {
        return switch (e) {
            case RuntimeException known -> known;
            case Error error -> throw error;
            default -> new IllegalStateException("SQLite's library threw " + e, e);
        };
    }
}

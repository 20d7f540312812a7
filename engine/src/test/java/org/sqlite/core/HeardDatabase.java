package org.sqlite.core;

import java.sql.SQLException;
import org.sqlite.BusyHandler;
import org.sqlite.Collation;
import org.sqlite.Function;
import org.sqlite.ProgressHandler;

/// The driver's layer over SQLite with an ear at each operation that can fail: what prepares, steps, copies or closes.
/// It has to live in the driver's package, because parts of that layer are not visible elsewhere.
///
/// Every 1,000th step of a statement counts, and its first.
public final class HeardDatabase extends DB {
    private static final int STEPS = 1_000;

    private final NativeDB real;
    private final Ear ear;
    private long statement;
    private int steps;

    /// Hears of operations.
    @FunctionalInterface
    public interface Ear {
        /// SQLite's code that the operation of this name shall fail with, 0 where it may pass.
        int hears(String operation);
    }

    /// A layer over `real`, which must be open.
    public HeardDatabase(DB real, Ear ear) throws SQLException {
        super(real.getUrl(), "heard", real.getConfig());
        this.real = (NativeDB) real;
        this.ear = ear;
        open("", 0);
    }

    private void hear(String operation) throws SQLException {
        int code = ear.hears(operation);
        if (code != 0) {
            throw newSQLException(code, "a planted fault");
        }
    }

    @Override
    protected void _open(String file, int flags) {
        // The real one is open.
    }

    @Override
    protected void _close() throws SQLException {
        real.close();
        hear("close");
    }

    @Override
    public int _exec(String sql) throws SQLException {
        int code = ear.hears("exec");
        return code == 0 ? real._exec(sql) : code;
    }

    @Override
    protected SafeStmtPtr prepare(String sql) throws SQLException {
        statement = 0;
        hear("prepare " + sql.strip().lines().findFirst().orElse(""));
        return new SafeStmtPtr(this, real.prepare_utf8(NativeDB.stringToUtf8ByteArray(sql)));
    }

    @Override
    public int step(long pointer) {
        steps = pointer == statement ? steps + 1 : 0;
        statement = pointer;
        int code = steps % STEPS == 0 ? ear.hears("step") : 0;
        return code == 0 ? real.step(pointer) : code;
    }

    @Override
    public int backup(String name, String file, ProgressObserver observer, int pause, int busy, int pages)
            throws SQLException {
        int code = ear.hears("backup");
        return code == 0 ? real.backup(name, file, observer, pause, busy, pages) : code;
    }

    @Override
    public void interrupt() throws SQLException {
        real.interrupt();
    }

    @Override
    public void busy_timeout(int a) throws SQLException {
        real.busy_timeout(a);
    }

    @Override
    public void busy_handler(BusyHandler a) throws SQLException {
        real.busy_handler(a);
    }

    @Override
    String errmsg() throws SQLException {
        return real.errmsg();
    }

    @Override
    public String libversion() throws SQLException {
        return real.libversion();
    }

    @Override
    public long changes() throws SQLException {
        return real.changes();
    }

    @Override
    public long total_changes() throws SQLException {
        return real.total_changes();
    }

    @Override
    public int shared_cache(boolean a) throws SQLException {
        return real.shared_cache(a);
    }

    @Override
    public int enable_load_extension(boolean a) throws SQLException {
        return real.enable_load_extension(a);
    }

    @Override
    protected int finalize(long a) throws SQLException {
        return real.finalize(a);
    }

    @Override
    public int reset(long a) throws SQLException {
        statement = 0;
        return real.reset(a);
    }

    @Override
    public int clear_bindings(long a) throws SQLException {
        return real.clear_bindings(a);
    }

    @Override
    int bind_parameter_count(long a) throws SQLException {
        return real.bind_parameter_count(a);
    }

    @Override
    public int column_count(long a) throws SQLException {
        return real.column_count(a);
    }

    @Override
    public int column_type(long a, int b) throws SQLException {
        return real.column_type(a, b);
    }

    @Override
    public String column_decltype(long a, int b) throws SQLException {
        return real.column_decltype(a, b);
    }

    @Override
    public String column_table_name(long a, int b) throws SQLException {
        return real.column_table_name(a, b);
    }

    @Override
    public String column_name(long a, int b) throws SQLException {
        return real.column_name(a, b);
    }

    @Override
    public String column_text(long a, int b) throws SQLException {
        return real.column_text(a, b);
    }

    @Override
    public byte[] column_blob(long a, int b) throws SQLException {
        return real.column_blob(a, b);
    }

    @Override
    public double column_double(long a, int b) throws SQLException {
        return real.column_double(a, b);
    }

    @Override
    public long column_long(long a, int b) throws SQLException {
        return real.column_long(a, b);
    }

    @Override
    public int column_int(long a, int b) throws SQLException {
        return real.column_int(a, b);
    }

    @Override
    int bind_null(long a, int b) throws SQLException {
        return real.bind_null(a, b);
    }

    @Override
    int bind_int(long a, int b, int c) throws SQLException {
        return real.bind_int(a, b, c);
    }

    @Override
    int bind_long(long a, int b, long c) throws SQLException {
        return real.bind_long(a, b, c);
    }

    @Override
    int bind_double(long a, int b, double c) throws SQLException {
        return real.bind_double(a, b, c);
    }

    @Override
    int bind_text(long a, int b, String c) throws SQLException {
        return real.bind_text(a, b, c);
    }

    @Override
    int bind_blob(long a, int b, byte[] c) throws SQLException {
        return real.bind_blob(a, b, c);
    }

    @Override
    public void result_null(long a) throws SQLException {
        real.result_null(a);
    }

    @Override
    public void result_text(long a, String b) throws SQLException {
        real.result_text(a, b);
    }

    @Override
    public void result_blob(long a, byte[] b) throws SQLException {
        real.result_blob(a, b);
    }

    @Override
    public void result_double(long a, double b) throws SQLException {
        real.result_double(a, b);
    }

    @Override
    public void result_long(long a, long b) throws SQLException {
        real.result_long(a, b);
    }

    @Override
    public void result_int(long a, int b) throws SQLException {
        real.result_int(a, b);
    }

    @Override
    public void result_error(long a, String b) throws SQLException {
        real.result_error(a, b);
    }

    @Override
    public String value_text(Function a, int b) throws SQLException {
        return real.value_text(a, b);
    }

    @Override
    public byte[] value_blob(Function a, int b) throws SQLException {
        return real.value_blob(a, b);
    }

    @Override
    public double value_double(Function a, int b) throws SQLException {
        return real.value_double(a, b);
    }

    @Override
    public long value_long(Function a, int b) throws SQLException {
        return real.value_long(a, b);
    }

    @Override
    public int value_int(Function a, int b) throws SQLException {
        return real.value_int(a, b);
    }

    @Override
    public int value_type(Function a, int b) throws SQLException {
        return real.value_type(a, b);
    }

    @Override
    public int create_function(String a, Function b, int c, int d) throws SQLException {
        return real.create_function(a, b, c, d);
    }

    @Override
    public int destroy_function(String a) throws SQLException {
        return real.destroy_function(a);
    }

    @Override
    public int create_collation(String a, Collation b) throws SQLException {
        return real.create_collation(a, b);
    }

    @Override
    public int destroy_collation(String a) throws SQLException {
        return real.destroy_collation(a);
    }

    @Override
    public int backup(String a, String b, ProgressObserver c) throws SQLException {
        return real.backup(a, b, c);
    }

    @Override
    public int restore(String a, String b, ProgressObserver c) throws SQLException {
        return real.restore(a, b, c);
    }

    @Override
    public int restore(String a, String b, ProgressObserver c, int d, int e, int f) throws SQLException {
        return real.restore(a, b, c, d, e, f);
    }

    @Override
    public int limit(int a, int b) throws SQLException {
        return real.limit(a, b);
    }

    @Override
    public void register_progress_handler(int a, ProgressHandler b) throws SQLException {
        real.register_progress_handler(a, b);
    }

    @Override
    public void clear_progress_handler() throws SQLException {
        real.clear_progress_handler();
    }

    @Override
    boolean[][] column_metadata(long a) throws SQLException {
        return real.column_metadata(a);
    }

    @Override
    void set_commit_listener(boolean a) {
        real.set_commit_listener(a);
    }

    @Override
    void set_update_listener(boolean a) {
        real.set_update_listener(a);
    }

    @Override
    public byte[] serialize(String a) throws SQLException {
        return real.serialize(a);
    }

    @Override
    public void deserialize(String a, byte[] b) throws SQLException {
        real.deserialize(a, b);
    }
}

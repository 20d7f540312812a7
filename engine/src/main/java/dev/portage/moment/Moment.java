package dev.portage.moment;

import java.util.Locale;

/// A moment of a run after which something durable, or visible to others, is different from before; or right before that.
///
/// A run that is killed at any of them, as by `kill -9`, goes on when the same command is typed again. A test proves it: it
/// starts the command with the system property `portage.halt.at=NAME:n`, which ends the process without any clean-up when
/// the moment `NAME` is reached for the `n`-th time; and it learns which moments a run reaches from
/// `portage.moments=FILE`, to which each moment that is reached is appended as a line.
///
/// Without these properties a call costs the reading of a constant.
///
/// Threads: safe for all.
public enum Moment {
    /// The work folder is locked.
    FOLDER_LOCKED,
    /// The work folder is free again.
    FOLDER_UNLOCKED,

    /// A file of our own was made under its temporary name, empty.
    FILE_CREATED,
    /// Its bytes are written, and may not be on disk.
    FILE_WRITTEN,
    /// Its bytes are on disk.
    FILE_SYNCED,
    /// It has its name, which may not be on disk.
    FILE_RENAMED,
    /// Its name is on disk.
    FILE_DURABLE,

    /// SQLite has copied the source under a temporary name.
    SOURCE_COPIED,
    /// A dump is loaded under a temporary name.
    DUMP_LOADED,
    /// The copy is on disk, still under a temporary name.
    SOURCE_COPY_SYNCED,
    /// The new copy lies beside the place of the snapshot, with its fingerprint known.
    SOURCE_COPY_MADE,
    /// The new copy has the name of the snapshot, and the index does not know it.
    SNAPSHOT_IN_PLACE,
    /// The index knows the snapshot.
    SNAPSHOT_INDEXED,
    /// A new copy that equals the snapshot was deleted.
    SNAPSHOT_KEPT,
    /// The integrity of all private copies is checked.
    INTEGRITY_CHECKED,

    /// Every value is profiled; nothing is written yet.
    PROFILED,
    /// `plan.yaml` is there.
    PLAN_FILE_WRITTEN,
    /// `schema.sql` is there.
    SCHEMA_FILE_WRITTEN,
    /// `later.sql` is there, or gone.
    LATER_FILE_SETTLED,
    /// The constraints of the application's own tables were asked, on temporary tables.
    CONSTRAINTS_PROBED,

    /// The lock of the migration is held in the target.
    RUN_LOCKED,
    /// The lock of the migration is given back.
    RUN_UNLOCKED,
    /// The file that ties the work folder to the target is there.
    BEGUN_MARK_WRITTEN,
    /// The tables of schema `portage` are made, not committed.
    STATE_TABLES_MADE,
    /// The control row is about to commit.
    CONTROL_ROW_COMMITS,
    /// The control row is there.
    CONTROL_ROW_COMMITTED,

    /// Triggers, rules and foreign keys of one of the application's own tables are off, not committed.
    TAKEN_PARTS_OFF,
    /// The rows of one of the application's own tables are kept or laid aside, not committed.
    TAKEN_ROWS_ASIDE,
    /// The taking of the application's own tables is about to commit.
    TAKING_COMMITS,
    /// The application's own tables are taken.
    TAKING_COMMITTED,

    /// New schemas are about to commit.
    SCHEMAS_COMMIT,
    /// New schemas are there.
    SCHEMAS_COMMITTED,
    /// A person's own statement ran, and is about to commit with its record.
    HOOK_COMMITS,
    /// A person's own statement and its record are there.
    HOOK_COMMITTED,
    /// A column was added to one of the application's own tables, not committed.
    COLUMN_MADE,
    /// A table and its fence are made, not committed.
    TABLE_MADE,
    /// Tables are about to commit, all that are left or 200 of them.
    TABLES_COMMIT,
    /// Tables are there, with fences and records.
    TABLES_COMMITTED,

    /// The transaction of a range has passed the fence; no row was sent.
    RANGE_BEGUN,
    /// A buffer of rows is with PostgreSQL.
    RANGE_ROWS_SENT,
    /// PostgreSQL has counted the rows of one COPY, not committed.
    RANGE_ROWS_TAKEN,
    /// Values of the range are in the quarantine, not committed.
    RANGE_QUARANTINED,
    /// Rows, quarantine and checkpoint of a range are about to commit.
    RANGE_COMMITS,
    /// Rows, quarantine and checkpoint of a range are there.
    RANGE_COMMITTED,
    /// Every range is there, and the rows are as many as were profiled.
    ALL_ROWS_COMMITTED,

    /// A primary key is about to commit with its record.
    PRIMARY_KEY_COMMITS,
    /// A primary key is there.
    PRIMARY_KEY_COMMITTED,
    /// A unique constraint is about to commit with its record.
    UNIQUE_COMMITS,
    /// A unique constraint is there.
    UNIQUE_COMMITTED,
    /// An index is about to commit with its record.
    INDEX_COMMITS,
    /// An index is there.
    INDEX_COMMITTED,
    /// A check is about to commit with its record.
    CHECK_COMMITS,
    /// A check is there.
    CHECK_COMMITTED,
    /// A foreign key is about to commit with its record, unproven.
    FOREIGN_KEY_COMMITS,
    /// A foreign key is there, unproven.
    FOREIGN_KEY_COMMITTED,
    /// A foreign key of the application's own is about to commit with its record, unproven.
    OWN_FOREIGN_KEY_COMMITS,
    /// A foreign key of the application's own is back, unproven.
    OWN_FOREIGN_KEY_COMMITTED,
    /// The proof of a check or foreign key is about to commit with its record.
    VALIDATION_COMMITS,
    /// A check or foreign key is proven on all rows.
    VALIDATION_COMMITTED,
    /// The proof of a foreign key of the application's own is about to commit with its record.
    OWN_VALIDATION_COMMITS,
    /// A foreign key of the application's own is proven on all rows.
    OWN_VALIDATION_COMMITTED,
    /// A function is about to commit with its record.
    FUNCTION_COMMITS,
    /// A function is there.
    FUNCTION_COMMITTED,
    /// A trigger is about to commit with its record.
    TRIGGER_COMMITS,
    /// A trigger is there.
    TRIGGER_COMMITTED,
    /// A view is about to commit with its record.
    VIEW_COMMITS,
    /// A view is there.
    VIEW_COMMITTED,
    /// A counter continues behind the highest id.
    SEQUENCE_SET,
    /// PostgreSQL has statistics of a table.
    TABLE_ANALYZED,
    /// Owner and privileges are about to commit.
    OWNER_COMMITS,
    /// Owner and privileges are given.
    OWNER_COMMITTED,

    /// `quarantine.csv` is written under its temporary name.
    QUARANTINE_FILE_WRITTEN,
    /// `quarantine.csv` is there, or gone.
    QUARANTINE_FILE_SETTLED,
    /// The control row is about to move on.
    STATE_COMMITS,
    /// The control row has moved on.
    STATE_COMMITTED,

    /// Sorted hashes are in a temporary file of the verification.
    HASHES_SPILLED,
    /// The index of a large quarantine is a temporary file of the verification.
    QUARANTINE_INDEXED,
    /// A table is compared.
    TABLE_COMPARED,
    /// The verdict is known, and nothing of it is told.
    VERDICT_REACHED,
    /// The fence of a table is gone, not committed.
    FENCE_OPENED,
    /// Open tables are about to commit, all that are left or 200 of them.
    FENCES_COMMIT,
    /// Open tables are there; the control row has moved on with the last of them.
    FENCES_COMMITTED,

    /// `report.json` of the phase is there.
    PHASE_REPORT_WRITTEN,
    /// `report.json` is there.
    REPORT_WRITTEN,
    /// `report.html` is there.
    HTML_REPORT_WRITTEN,

    /// The views of the migration are dropped, not committed.
    VIEWS_DROPPED,
    /// The foreign keys of the migration are dropped, not committed.
    FOREIGN_KEYS_DROPPED,
    /// One of the application's own tables is as it was found, not committed.
    TAKEN_GIVEN_BACK,
    /// A counter is back where it was found, whatever becomes of the transaction.
    COUNTER_SET_BACK,
    /// A table is dropped, not committed.
    TABLE_DROPPED,
    /// A part of a long undoing is about to commit.
    UNDO_PART_COMMITS,
    /// A part of a long undoing is done.
    UNDO_PART_COMMITTED,
    /// The rest of the undoing is about to commit, with the control row gone.
    UNDO_COMMITS,
    /// Nothing of the migration is left but schema `portage`.
    UNDO_COMMITTED,
    /// The file that ties the work folder to the target is gone.
    BEGUN_MARK_DELETED,
    /// Schema `portage` is about to go.
    STATE_SCHEMA_COMMITS,
    /// Schema `portage` is gone where nobody needed it.
    STATE_SCHEMA_COMMITTED,

    /// The programs of the embedded server are unpacked under a temporary name.
    BINARIES_UNPACKED,
    /// The programs of the embedded server are in the cache.
    BINARIES_IN_PLACE,
    /// A file of the embedded server is written under its temporary name.
    SERVER_FILE_WRITTEN,
    /// A file of the embedded server has its name.
    SERVER_FILE_RENAMED,
    /// The cluster is made under a temporary name.
    CLUSTER_MADE,
    /// The cluster has its name.
    CLUSTER_IN_PLACE,
    /// The embedded server's configuration is written.
    SERVER_CONFIGURED,
    /// The embedded server runs.
    SERVER_STARTED,
    /// The embedded server has its database.
    DATABASE_MADE,
    /// The embedded server is about to be stopped.
    SERVER_STOPS,
    /// The embedded server is stopped.
    SERVER_STOPPED,

    /// The database of the first try is made under a temporary name.
    DEMO_FILLED,
    /// The database of the first try has its name.
    DEMO_IN_PLACE;

    private static final boolean WATCHED = Watch.ASKED;

    /// Tells that the moment is there. Does not return where a test wants the process to end here.
    public void reached() {
        if (WATCHED) {
            Watch.reached(this);
        }
    }

    /// Tells that a step of the target's DDL is about to commit with its record.
    ///
    /// @param kind of the step: `primary key`, `index`, `own validation` …
    public static void committing(String kind) {
        if (WATCHED) {
            Watch.reached(of(kind, "_COMMITS"));
        }
    }

    /// Tells that a step of the target's DDL is there.
    ///
    /// @param kind of the step: `primary key`, `index`, `own validation` …
    public static void committed(String kind) {
        if (WATCHED) {
            Watch.reached(of(kind, "_COMMITTED"));
        }
    }

    /// Tells that a step of the target's DDL ran and will commit with others.
    ///
    /// @param kind of the step: `table`, `column`
    public static void made(String kind) {
        if (WATCHED) {
            Watch.reached(of(kind, "_MADE"));
        }
    }

    private static Moment of(String kind, String ending) {
        return valueOf(kind.toUpperCase(Locale.ROOT).replace(' ', '_') + ending);
    }
}

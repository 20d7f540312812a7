package dev.portage;

import dev.portage.plan.PlanOptions;
import dev.portage.plan.PlanOptions.Existing;
import dev.portage.testing.Moves;
import dev.portage.testing.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A schema that an application has made in the target with everything that could get in the way of a load, and the source
/// whose rows go there.
public final class OwnSchema {
    /// The source's script.
    public static final String SOURCE = """
            CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT NOT NULL, boss INTEGER REFERENCES author(id));
            CREATE TABLE book (id INTEGER PRIMARY KEY, author_id INTEGER REFERENCES author(id), title TEXT, pages INTEGER,
                price REAL);
            CREATE TABLE tag (book_id INTEGER, word TEXT, PRIMARY KEY (book_id, word)) WITHOUT ROWID;
            CREATE TABLE log (line TEXT);
            INSERT INTO author VALUES (1, 'Ann', 2), (2, 'Bob', NULL), (3, 'Cid', 3);
            INSERT INTO book VALUES (1, 1, 'One', 10, 1.5), (2, 2, NULL, NULL, NULL), (3, NULL, 'Three', 30, 0.0);
            INSERT INTO tag VALUES (1, 'a'), (1, 'B'), (2, 'a');
            INSERT INTO log VALUES ('same'), ('same'), (NULL);
            """;

    /// Triggers that would write, rules, generated columns, identity ALWAYS, deferrable and circular foreign keys, a domain,
    /// partial and expression indexes, and a table of which SQLite knows nothing.
    public static final String TARGET = """
            CREATE TABLE public.audit (id bigint GENERATED ALWAYS AS IDENTITY, what text);
            CREATE FUNCTION public.audit() RETURNS trigger LANGUAGE plpgsql AS
                'BEGIN INSERT INTO public.audit (what) VALUES (TG_TABLE_NAME || TG_OP); RETURN NULL; END';
            CREATE DOMAIN public.pagecount AS bigint CHECK (VALUE > 0);
            CREATE TABLE public.author (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                name text NOT NULL CHECK (length(name) < 10), boss bigint, best bigint,
                shout text GENERATED ALWAYS AS (upper(name)) STORED, made timestamptz NOT NULL DEFAULT now());
            CREATE TABLE public.book (id bigint PRIMARY KEY, author_id bigint, title text, pages public.pagecount,
                price double precision DEFAULT 9.5, CONSTRAINT cheap CHECK (price < 100));
            CREATE TABLE public.tag (book_id bigint, word text, PRIMARY KEY (book_id, word));
            CREATE TABLE public.log (line text);
            CREATE TABLE public.review (id bigint PRIMARY KEY, book_id bigint REFERENCES public.book ON DELETE CASCADE);
            CREATE UNIQUE INDEX one_title ON public.book (lower(title)) WHERE price IS NOT NULL;
            ALTER TABLE public.author ADD CONSTRAINT boss_of FOREIGN KEY (boss) REFERENCES public.author ON DELETE SET NULL;
            ALTER TABLE public.author ADD CONSTRAINT best_of FOREIGN KEY (best) REFERENCES public.book
                DEFERRABLE INITIALLY DEFERRED;
            ALTER TABLE public.book ADD CONSTRAINT written_by FOREIGN KEY (author_id) REFERENCES public.author
                ON DELETE CASCADE;
            ALTER TABLE public.tag ADD CONSTRAINT tag_of FOREIGN KEY (book_id) REFERENCES public.book NOT VALID;
            COMMENT ON CONSTRAINT tag_of ON public.tag IS 'it''s unproven';
            CREATE TRIGGER told AFTER INSERT OR UPDATE OR DELETE ON public.author FOR EACH ROW EXECUTE FUNCTION public.audit();
            CREATE TRIGGER told AFTER INSERT OR DELETE ON public.book FOR EACH STATEMENT EXECUTE FUNCTION public.audit();
            ALTER TABLE public.book ENABLE ALWAYS TRIGGER told;
            CREATE TRIGGER silent AFTER INSERT ON public.tag FOR EACH ROW EXECUTE FUNCTION public.audit();
            ALTER TABLE public.tag DISABLE TRIGGER silent;
            CREATE RULE kept AS ON DELETE TO public.log DO INSTEAD NOTHING;
            CREATE RULE told AS ON INSERT TO public.log DO ALSO INSERT INTO public.audit (what) VALUES ('log');
            """;

    /// Rows that are there before the move.
    public static final String SEEDS = """
            INSERT INTO public.author (id, name) OVERRIDING SYSTEM VALUE VALUES (100, 'Seed'), (101, 'Root');
            INSERT INTO public.book VALUES (100, 100, 'Seeded', 1, 1.0);
            UPDATE public.author SET best = 100, boss = 101 WHERE id = 100;
            INSERT INTO public.tag VALUES (100, 'seed');
            """;

    private static final String CATALOG = """
            SELECT concat_ws(' ', 'constraint', conrelid::regclass, conname, pg_get_constraintdef(k.oid), convalidated,
                    obj_description(k.oid, 'pg_constraint')) AS line
                FROM pg_constraint k WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
            UNION ALL SELECT concat_ws(' ', 'trigger', tgrelid::regclass, tgname, tgenabled, pg_get_triggerdef(t.oid))
                FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid
                WHERE relnamespace = 'public'::regnamespace AND NOT tgisinternal
            UNION ALL SELECT concat_ws(' ', 'internal', count(*), tgrelid::regclass, tgenabled)
                FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid
                WHERE relnamespace = 'public'::regnamespace AND tgisinternal GROUP BY tgrelid, tgenabled
            UNION ALL SELECT concat_ws(' ', 'rule', ev_class::regclass, rulename, ev_enabled) FROM pg_rewrite r
                JOIN pg_class c ON c.oid = ev_class WHERE relnamespace = 'public'::regnamespace
            UNION ALL SELECT concat_ws(' ', 'column', attrelid::regclass, attname, format_type(atttypid, atttypmod), attnotnull,
                    attidentity, attgenerated, pg_get_expr(adbin, adrelid))
                FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid
                LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
                WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped
            UNION ALL SELECT concat_ws(' ', 'relation', relname, relkind, relacl, relowner, relrowsecurity)
                FROM pg_class WHERE relnamespace = 'public'::regnamespace
            UNION ALL SELECT concat_ws(' ', 'index', pg_get_indexdef(indexrelid), indisvalid) FROM pg_index JOIN pg_class c
                ON c.oid = indrelid WHERE relnamespace = 'public'::regnamespace
            ORDER BY line
            """;
    private static final List<String> TABLES = List.of("audit", "author", "book", "tag", "log", "review");

    private OwnSchema() {}

    static MigrationSettings settings(Path folder, TestDatabase database, Existing existing) {
        return existing(Moves.settings(MoveFixture.source(folder, SOURCE), database), existing);
    }

    static MigrationSettings existing(MigrationSettings settings, Existing existing) {
        return settings.but(change -> change.asked(new PlanOptions.Asked(Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.of(existing))));
    }

    /// Everything of schema `public` but its rows and where its sequences stand.
    static List<String> catalog(TestDatabase database) {
        return database.query(CATALOG);
    }

    /// The last number of each sequence of schema `public`; none where nothing has used it.
    static List<String> sequences(TestDatabase database) {
        return database.query("""
                SELECT concat_ws(' ', 'sequence', sequencename, last_value) FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1
                """);
    }

    /// Catalog, sequences and rows of schema `public`, and whether schema `portage` is there.
    static List<String> whole(TestDatabase database) {
        List<String> all = new ArrayList<>(catalog(database));
        all.addAll(sequences(database));
        TABLES.forEach(table -> all.addAll(rows(database, table)));
        all.addAll(database.query("SELECT nspname FROM pg_namespace WHERE nspname = 'portage'"));
        return all;
    }

    /// The rows of a table with its name, sorted.
    static List<String> rows(TestDatabase database, String table) {
        return database.query("SELECT '%1$s ' || t::text FROM public.%1$s AS t ORDER BY 1".formatted(table));
    }
}

package dev.portage.orm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.MigrationSettings;
import dev.portage.observe.Report;
import dev.portage.testing.Moves;
import dev.portage.testing.TestDatabase;
import dev.portage.testing.TestPostgres;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An application on Hibernate: its schema tool makes both schemas, its sessions fill SQLite; after one `portage move` its
/// sessions read the same objects from PostgreSQL, and can go on writing.
class HibernateIT {
    @TempDir
    private Path folder;

    @Test
    void sessions_read_the_same_objects_from_the_schema_that_hibernate_made() {
        Path file = folder.resolve("app.db");
        List<String> before = sqlite(file, "create", factory -> {
            fill(factory);
            return objects(factory);
        });
        try (TestDatabase database = TestPostgres.v18().freshDatabase()) {
            postgresql(database, "create", _ -> List.of());

            Report report = Moves.move(MigrationSettings.of(file).but(change -> change.target(database.url())));

            assertThat(report.hazards()).noneMatch(hazard -> hazard.severity().equals("blocker"));
            assertThat(report.exitCode()).as(String.valueOf(report.error())).isZero();
            assertThat(postgresql(database, "validate", HibernateIT::objects)).isEqualTo(before);
            assertThat(postgresql(database, "validate", HibernateIT::addOne)).containsExactly("member 41");
        }
    }

    private static void fill(SessionFactory factory) {
        factory.inTransaction(session -> {
            Library.Loan last = null;
            for (int i = 1; i <= 40; i++) {
                Library.Member member = member(i);
                session.persist(member);
                Library.Loan loan = new Library.Loan();
                loan.member = member;
                loan.renewalOf = i % 3 == 0 ? last : null;
                loan.title = "Title “%d”".formatted(i);
                loan.fee = i / 7.0;
                loan.pages = (short) (i * 800);
                loan.returnedAt = i % 4 == 0 ? null : LocalDateTime.of(2024, 3, 1 + i % 28, 12, i, 5, 123_000_000);
                session.persist(loan);
                last = loan;
            }
        });
    }

    private static Library.Member member(int i) {
        Library.Member member = new Library.Member();
        member.publicId = new UUID(i, -i);
        member.name = "Zoë " + i;
        member.plan = Library.Plan.values()[i % 3];
        member.active = i % 2 == 0;
        member.balance = i % 5 == 0 ? null : new BigDecimal(i).movePointLeft(1);
        member.joinedAt = Instant.ofEpochMilli(1_700_000_000_123L + i);
        member.photo = i % 6 == 0 ? new byte[]{0, -1, (byte) i} : null;
        return member;
    }

    private static List<String> objects(SessionFactory factory) {
        return factory.fromTransaction(session -> {
            List<String> all = texts(session, "from Member order by id");
            all.addAll(texts(session, "from Loan order by id"));
            return all;
        });
    }

    private static List<String> texts(Session session, String query) {
        return new java.util.ArrayList<>(
                session.createSelectionQuery(query, Object.class).stream().map(String::valueOf).toList());
    }

    private static List<String> addOne(SessionFactory factory) {
        return factory.fromTransaction(session -> {
            Library.Member member = member(99);
            session.persist(member);
            return List.of("member " + member.id);
        });
    }

    private static List<String> sqlite(Path file, String schema, Function<SessionFactory, List<String>> work) {
        Properties properties = new Properties();
        properties.put("hibernate.connection.url", "jdbc:sqlite:" + file);
        properties.put("hibernate.dialect", "org.hibernate.community.dialect.SQLiteDialect");
        return with(properties, schema, work);
    }

    private static List<String> postgresql(TestDatabase database, String schema, Function<SessionFactory, List<String>> work) {
        Properties properties = new Properties();
        properties.put("hibernate.connection.url", "jdbc:" + database.plainUrl().replaceFirst("//[^@]*@", "//"));
        properties.put("hibernate.connection.username", database.address().user());
        properties.put("hibernate.connection.password", database.password());
        return with(properties, schema, work);
    }

    private static List<String> with(Properties properties, String schema, Function<SessionFactory, List<String>> work) {
        Configuration configuration = new Configuration().addAnnotatedClass(Library.Member.class)
                .addAnnotatedClass(Library.Loan.class);
        properties.put("hibernate.hbm2ddl.auto", schema);
        properties.put("hibernate.jdbc.time_zone", "UTC");
        configuration.addProperties(properties);
        try (SessionFactory factory = configuration.buildSessionFactory()) {
            return work.apply(factory);
        }
    }
}

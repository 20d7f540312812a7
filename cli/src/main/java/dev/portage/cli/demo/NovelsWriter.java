package dev.portage.cli.demo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.SplittableRandom;
import java.util.UUID;

/// Writes the rows of the demo's database, novel after novel. Everything follows from one seed.
final class NovelsWriter {
    private static final int NOVELS = 10;
    private static final int PARAGRAPHS_A_CHAPTER = 62;
    private static final int BATCH = 1_000;
    private static final DateTimeFormatter SQLITE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final LocalDateTime START = LocalDateTime.of(2025, 1, 6, 7, 30);
    private static final String[] TITLES = {"Between Two Waters", "The Ferryman’s Ledger", "A Winter at the Lower Lock",
            "Møllehjulet", "The Far Bank", "Nine Barrels of Flour", "La Orilla Lejana", "What the Rapids Keep",
            "The Portage", "水のあいだ"};
    private static final String[] AUTHORS = {"M. Okafor", "Ingrid Solberg", "J. T. Harrow", "Lucía Paredes", "山本 健"};
    private static final String[] ROLES = {"narrator", "narrator", "narrator", "male", "female"};
    private static final String[] VOICES = {"alba", "nordwind", "reed"};

    private final SplittableRandom random = new SplittableRandom(0x506F_7274_6167_65L);
    private final Prose prose = new Prose(random);
    private final Connection connection;
    private final int rows;
    private LocalDateTime now = START;
    private int paragraphs;

    NovelsWriter(Connection connection, int rows) {
        this.connection = connection;
        this.rows = rows;
    }

    void writeAll() throws SQLException {
        try (PreparedStatement novel = prepare("novels", 9);
                PreparedStatement chapter = prepare("chapters", 6);
                PreparedStatement paragraph = prepare("paragraphs", 7);
                PreparedStatement generation = prepare("generation_progress", 9);
                PreparedStatement progress = prepare("progress", 5);
                PreparedStatement audio = prepare("audio_cache", 9)) {
            int chapters = Math.max(NOVELS, (rows + PARAGRAPHS_A_CHAPTER - 1) / PARAGRAPHS_A_CHAPTER);
            for (int i = 0; i < NOVELS; i++) {
                String novelId = id();
                int ownChapters = chapters * (i + 1) / NOVELS - chapters * i / NOVELS;
                novel(novel, novelId, i, ownChapters);
                String last = "";
                for (int number = 1; number <= ownChapters; number++) {
                    last = id();
                    chapter(chapter, last, novelId, number);
                    int own = paragraphsOf(chapters * i / NOVELS + number, chapters);
                    paragraphs(paragraph, audio, last, own);
                    generation(generation, novelId, last, own);
                }
                progress(progress, novelId, last, i);
            }
            for (PreparedStatement statement : new PreparedStatement[]{novel, chapter, paragraph, generation, progress, audio}) {
                statement.executeBatch();
            }
        }
    }

    /// Spreads the paragraphs evenly, so that their sum is exactly `rows`.
    private int paragraphsOf(int chapter, int chapters) {
        return (int) ((long) rows * chapter / chapters - (long) rows * (chapter - 1) / chapters);
    }

    private PreparedStatement prepare(String table, int columns) throws SQLException {
        return connection.prepareStatement("INSERT INTO %s VALUES (?%s)".formatted(table, ", ?".repeat(columns - 1)));
    }

    private String id() {
        long high = (random.nextLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x4000L;
        long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }

    private String time() {
        now = now.plusSeconds(1 + random.nextInt(3));
        return SQLITE.format(now);
    }

    private void novel(PreparedStatement insert, String id, int number, int chapters) throws SQLException {
        boolean known = number != 3;
        insert.setString(1, id);
        insert.setString(2, TITLES[number]);
        insert.setString(3, known ? AUTHORS[number % AUTHORS.length] : null);
        insert.setString(4, "uploads/" + id + ".epub");
        insert.setInt(5, chapters);
        insert.setObject(6, known ? (Double) (Math.round(random.nextDouble() * 50) / 10.0 + 0.05) : null);
        insert.setInt(7, number % 3 == 0 ? 1 : 0);
        insert.setString(8, time());
        insert.setString(9, time());
        insert.addBatch();
    }

    private void chapter(PreparedStatement insert, String id, String novelId, int number) throws SQLException {
        insert.setString(1, id);
        insert.setString(2, novelId);
        insert.setInt(3, number);
        insert.setString(4, prose.title());
        insert.setString(5, prose.paragraph());
        insert.setString(6, time());
        insert.addBatch();
    }

    private void paragraphs(PreparedStatement insert, PreparedStatement audio, String chapterId, int count) throws SQLException {
        for (int number = 1; number <= count; number++) {
            String id = id();
            String role = ROLES[random.nextInt(ROLES.length)];
            insert.setString(1, id);
            insert.setString(2, chapterId);
            insert.setInt(3, number);
            insert.setString(4, role.equals("narrator") ? prose.paragraph() : prose.speech());
            insert.setString(5, number % 17 == 0 ? null : role);
            insert.setString(6, number % 4 == 0 ? null : VOICES[random.nextInt(VOICES.length)]);
            insert.setString(7, time());
            insert.addBatch();
            if (paragraphs % 5 == 4) {
                audio(audio, id);
            }
            if (++paragraphs % BATCH == 0) {
                insert.executeBatch();
                audio.executeBatch();
            }
        }
    }

    private void audio(PreparedStatement insert, String paragraphId) throws SQLException {
        byte[] sound = new byte[64 + random.nextInt(448)];
        random.nextBytes(sound);
        insert.setString(1, id());
        insert.setString(2, paragraphId);
        insert.setString(3, VOICES[random.nextInt(VOICES.length)]);
        insert.setDouble(4, 0.75 + random.nextInt(4) * 0.25);
        insert.setInt(5, sound.length);
        insert.setDouble(6, random.nextDouble() * 30);
        insert.setBytes(7, sound);
        insert.setString(8, random.nextInt(10) == 0 ? null : SQLITE.format(now.plusDays(30)));
        insert.setString(9, time());
        insert.addBatch();
    }

    private void generation(PreparedStatement insert, String novelId, String chapterId, int count) throws SQLException {
        boolean failed = random.nextInt(40) == 0;
        insert.setNull(1, Types.INTEGER);
        insert.setString(2, novelId);
        insert.setString(3, chapterId);
        insert.setString(4, failed ? "failed" : "done");
        insert.setInt(5, failed ? count / 2 : count);
        insert.setDouble(6, 5 + random.nextDouble() * 40);
        insert.setString(7, failed ? "voice server did not answer" : null);
        insert.setString(8, time());
        insert.setString(9, time());
        insert.addBatch();
    }

    private void progress(PreparedStatement insert, String novelId, String chapterId, int number) throws SQLException {
        insert.setString(1, novelId);
        insert.setString(2, chapterId);
        insert.setDouble(3, random.nextInt(1_000) / 10.0);
        insert.setInt(4, number % 2);
        insert.setString(5, time());
        insert.addBatch();
    }
}

package dev.portage.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// The application's file that is moved: novels read aloud, with text keys, six indexes and four foreign keys.
///
/// A million paragraphs of ten columns bring 200,000 rows of audio, 16,000 chapters and 10 novels, 382 MB in all. The same
/// number of rows gives the same values everywhere: all of them follow from the row's number or one seed.
final class NovelsFile {
    static final int NOVELS = 10;
    private static final int PARAGRAPHS_AN_AUDIO = 5;
    private static final double CHAPTERS_A_PARAGRAPH = 0.016;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final LocalDateTime START = LocalDateTime.of(2025, 1, 6, 7, 30);
    private static final String[] WORDS = ("the ferryman carried a letter from São Paulo before dawn beyond rapids under bridge "
            + "old captain remembered every promise while others slept where trail ended all through rain with both hands "
            + "nobody watched lamp second paddle three barrels of flour map song rope name spoke portage path last tea mill "
            + "wheel café by falls ledger winter far bank canoe brass key bell fog lifted for third time that year near lower "
            + "lock Ødegård whispered “nothing is lost” — and turned").split(" ");
    private static final String[] ROLES = {"narrator", "narrator", "narrator", "male", "female"};
    private static final String[] VOICES = {"alba", "nordwind", "reed"};
    private static final String SCHEMA = """
            create table novels (
              id text primary key, title text not null, author text, language text not null default 'en', rating real,
              total_chapters integer not null default 0, finished boolean not null default 0,
              created_at datetime default current_timestamp, updated_at datetime default current_timestamp);
            create table chapters (
              id text primary key, novel_id text not null references novels(id) on delete cascade,
              chapter_number integer not null check (chapter_number > 0), title text, word_count integer,
              created_at datetime default current_timestamp);
            create table paragraphs (
              id text primary key, chapter_id text not null references chapters(id) on delete cascade,
              paragraph_number integer not null, content text not null,
              role text check (role in ('narrator', 'male', 'female')), voice_id text, word_count integer not null default 0,
              speed real, is_dialogue boolean not null default 0, created_at datetime default current_timestamp);
            create table audio_cache (
              id text primary key, paragraph_id text not null references paragraphs(id) on delete cascade,
              novel_id text not null references novels(id) on delete cascade, voice text not null, duration real,
              file_size integer, audio blob, expires_at datetime, created_at datetime default current_timestamp);
            """;
    private static final String INDEXES = """
            create unique index idx_novels_title on novels(title);
            create index idx_chapters_novel on chapters(novel_id, chapter_number);
            create index idx_paragraphs_chapter on paragraphs(chapter_id, paragraph_number);
            create index idx_audio_paragraph on audio_cache(paragraph_id, voice);
            create index idx_audio_novel on audio_cache(novel_id);
            create index idx_audio_expires on audio_cache(expires_at) where expires_at is not null;
            """;

    private final SplittableRandom random = new SplittableRandom(0x506F_7274_6167_65L);
    private final int paragraphs;
    private final int chapters;

    private NovelsFile(int paragraphs) {
        this.paragraphs = paragraphs;
        this.chapters = Math.max(NOVELS, (int) Math.round(paragraphs * CHAPTERS_A_PARAGRAPH));
    }

    /// Makes the file with `paragraphs` rows in its largest table unless it is there.
    static Path make(Path folder, int paragraphs) throws IOException, SQLException {
        NovelsFile file = new NovelsFile(paragraphs);
        return SqliteBuilder.make(folder.resolve("novels-%d.db".formatted(paragraphs)), file::write);
    }

    /// The same file with `CURRENT_TIMESTAMP` in upper case, as pgloader wants it.
    static Path makeUpperCase(Path novels) throws IOException, SQLException {
        Path copy = novels.resolveSibling(novels.getFileName().toString().replace(".db", "-upper-case.db"));
        if (!Files.exists(copy)) {
            Path unfinished = copy.resolveSibling(copy.getFileName() + ".unfinished");
            Files.copy(novels, unfinished, StandardCopyOption.REPLACE_EXISTING);
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + unfinished);
                    Statement statement = connection.createStatement()) {
                statement.execute("pragma writable_schema = on");
                statement.execute("update sqlite_schema set sql = replace(sql, 'current_timestamp', 'CURRENT_TIMESTAMP')");
                statement.execute("pragma writable_schema = reset");
            }
            Files.move(unfinished, copy, StandardCopyOption.ATOMIC_MOVE);
        }
        return copy;
    }

    private void write(Connection connection) throws SQLException {
        SqliteBuilder.script(connection, SCHEMA);
        SqliteBuilder.insert(connection, "novels", 9, NOVELS, this::novel);
        SqliteBuilder.insert(connection, "chapters", 6, chapters, this::chapter);
        SqliteBuilder.insert(connection, "paragraphs", 10, paragraphs, this::paragraph);
        SqliteBuilder.insert(connection, "audio_cache", 9, paragraphs / PARAGRAPHS_AN_AUDIO, this::audio);
        SqliteBuilder.script(connection, INDEXES);
    }

    private @Nullable Object[] novel(int number) {
        return new @Nullable Object[]{id('n', number), "The Portage, volume " + (number + 1), number == 3 ? null : "M. Okafor",
                number % 4 == 2 ? "es" : "en", number == 3 ? null : 3.05 + number / 10.0, chapters / NOVELS, number % 3 == 0,
                time(number), time(paragraphs + number)};
    }

    private @Nullable Object[] chapter(int number) {
        return new @Nullable Object[]{id('c', number), id('n', novelOf(number)), number / NOVELS + 1,
                number % 50 == 7 ? null : prose(30), number % 9 == 0 ? null : 4_000 + random.nextInt(3_000), time(number)};
    }

    private @Nullable Object[] paragraph(int number) {
        String content = prose(100 + random.nextInt(152));
        return new @Nullable Object[]{id('p', number), id('c', chapterOf(number)), number % 62 + 1, content,
                number % 17 == 0 ? null : ROLES[random.nextInt(ROLES.length)],
                number % 4 == 0 ? null : VOICES[random.nextInt(VOICES.length)], content.length() / 5,
                number % 10 == 0 ? null : 0.75 + random.nextInt(1_000) / 1_000.0, random.nextInt(4) == 0, time(number)};
    }

    private @Nullable Object[] audio(int number) {
        int paragraph = number * PARAGRAPHS_AN_AUDIO;
        byte[] sound = new byte[32 + random.nextInt(160)];
        random.nextBytes(sound);
        return new @Nullable Object[]{id('a', number), id('p', paragraph), id('n', novelOf(chapterOf(paragraph))),
                VOICES[random.nextInt(VOICES.length)], random.nextDouble() * 30, sound.length, sound,
                number % 10 == 0 ? time(paragraphs + number) : null, time(number)};
    }

    private int chapterOf(int paragraph) {
        return (int) ((long) paragraph * chapters / paragraphs);
    }

    private static int novelOf(int chapter) {
        return chapter % NOVELS;
    }

    /// A text key in no order, as applications make them: twelve letters and digits that follow from the number alone.
    private static String id(char kind, int number) {
        long mixed = new SplittableRandom(((long) kind << 32) + number).nextLong() & Long.MAX_VALUE;
        String digits = Long.toString(mixed, 36);
        return kind + "0".repeat(Math.max(0, 11 - digits.length())) + digits.substring(0, Math.min(11, digits.length()));
    }

    private static String time(int second) {
        return TIME.format(START.plusSeconds(second * 3L));
    }

    private String prose(int letters) {
        StringBuilder text = new StringBuilder(letters + 16);
        while (text.length() < letters) {
            text.append(text.isEmpty() ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
        }
        return text.append('.').toString();
    }
}

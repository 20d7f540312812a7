package dev.portage.codec;

import dev.portage.mapping.ColumnMapping;

import dev.portage.mapping.IsoPattern;

import dev.portage.mapping.ValueForm;

import dev.portage.mapping.TargetType;

import static dev.portage.codec.Encoded.lossy;
import static dev.portage.codec.Encoded.mapping;
import static dev.portage.codec.Encoded.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.ConfigException;
import dev.portage.codec.EncodeLog.Loss;
import dev.portage.mapping.IsoPattern.Fraction;
import dev.portage.mapping.IsoPattern.TimePart;
import dev.portage.mapping.IsoPattern.Zone;
import dev.portage.mapping.ValueForm.Epoch.Unit;
import dev.portage.schema.Affinity;
import dev.portage.source.SqliteValue;
import dev.portage.source.SqliteValue.Blob;
import dev.portage.source.SqliteValue.Int;
import dev.portage.source.SqliteValue.Real;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnCodecTest {
    private static final ValueForm PLAIN = new ValueForm.Plain();
    private static final IsoPattern SECONDS = new IsoPattern(true, ' ', TimePart.SECONDS, Fraction.NONE, 0, Zone.NONE);
    private static final IsoPattern MIXED = new IsoPattern(true, ' ', TimePart.SECONDS, Fraction.MIXED, 9, Zone.NONE);

    @Test
    void a_type_that_cannot_take_the_form_is_refused_by_both_names() {
        assertThatThrownBy(() -> ColumnCodec.of(mapping(Affinity.TEXT, "uuid", new ValueForm.Epoch(Unit.SECONDS))))
                .isInstanceOfSatisfying(ConfigException.class, e -> assertThat(e.code()).isEqualTo("PT-105"))
                .hasMessage("column c: type uuid cannot take form epoch");
    }

    @ParameterizedTest
    @ValueSource(strings = {"date", "time", "timestamp", "timestamptz"})
    void a_time_needs_a_form(String type) {
        assertThatThrownBy(() -> ColumnCodec.of(mapping(Affinity.TEXT, type, PLAIN))).isInstanceOf(ConfigException.class);
        assertThatThrownBy(() -> ColumnCodec.of(mapping(Affinity.TEXT, type, new ValueForm.Quarantined())))
                .isInstanceOf(ConfigException.class);
    }

    @Test
    void a_wall_clock_needs_a_zone_to_become_an_instant() {
        var form = new ValueForm.IsoText(SECONDS, Optional.empty());

        assertThatThrownBy(() -> ColumnCodec.of(mapping(Affinity.TEXT, "timestamptz", form))).isInstanceOf(ConfigException.class);
    }

    @ParameterizedTest
    @CsvSource({"smallint,32768", "smallint,-32769", "integer,2147483648", "integer,-2147483649", "boolean,2", "boolean,-1",
            "double precision,9007199254740993", "double precision,9223372036854775807", "real,16777217", "text,1",
            "varchar(9),1",
            "bytea,1", "json,1", "jsonb,1", "uuid,1", "'numeric(3,1)',100"})
    void an_integer_that_does_not_fit_is_a_surprise(String type, long value) {
        assertSurprise(mapping(Affinity.BLOB, type, PLAIN), new Int(value));
    }

    @ParameterizedTest
    @CsvSource({"smallint,1", "integer,1.5", "bigint,Infinity", "boolean,1", "real,0.1", "text,1", "bytea,1", "json,1", "uuid,1",
            "'numeric(3,1)',0.25", "'numeric(3,1)',Infinity", "real,1e300"})
    void a_real_that_does_not_fit_is_a_surprise(String type, double value) {
        assertSurprise(mapping(Affinity.BLOB, type, PLAIN), new Real(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"smallint", "integer", "bigint", "double precision", "real", "numeric", "numeric(9,2)", "boolean",
            "bytea",
            "uuid", "json", "jsonb"})
    void a_text_in_a_column_of_another_class_is_a_surprise(String type) {
        assertSurprise(mapping(Affinity.BLOB, type, PLAIN), text("twelve"));
        assertSurprise(mapping(Affinity.BLOB, type, PLAIN), text(""));
    }

    @ParameterizedTest
    @CsvSource({"char(3),ab", "char(3),abcd", "char(3),'abc '", "char(3),''", "char(1),'  '"})
    void a_text_that_a_char_would_fill_up_or_cut_is_a_surprise(String type, String value) {
        assertSurprise(mapping(Affinity.TEXT, type, PLAIN), text(value));
    }

    @ParameterizedTest
    @CsvSource({"char(3),'ab '", "char(3),Ünï", "char(3),'   '", "bpchar,'ab  '", "citext,Word", "bpchar,''"})
    void a_text_of_just_the_length_comes_back(String type, String value) {
        assertThat(Encoded.of(mapping(Affinity.TEXT, type, PLAIN), text(value)).back()).isEqualTo(text(value));
    }

    @Test
    void a_text_that_a_char_fills_up_or_cuts_is_counted_where_a_person_allows_it() {
        assertThat(Encoded.of(lossy(Affinity.TEXT, "char(3)", PLAIN), text("ab")).losses())
                .containsExactly(Loss.REFORMATTED);
        assertThat(Encoded.of(lossy(Affinity.TEXT, "char(3)", PLAIN), text("abcd")).losses())
                .containsExactly(Loss.TRUNCATED);
    }

    @Test
    void a_text_becomes_a_number_by_its_digits() {
        var money = mapping(Affinity.TEXT, "numeric(6,2)", new ValueForm.Digits());

        assertThat(Encoded.of(money, text("12.50")).back()).isEqualTo(text("12.50"));
        assertThat(Encoded.of(money, text("12.50")).losses()).isEmpty();
        for (String otherwise : List.of("12.5", "+12.50", " 12.50", "125e-1", "12.500")) {
            assertThat(Encoded.of(money, text(otherwise)).losses()).as(otherwise).containsExactly(Loss.REFORMATTED);
            assertThat(Encoded.of(money, text(otherwise)).back()).as(otherwise).isEqualTo(text("12.50"));
        }
        for (String refused : List.of("12.505", "10000", "twelve", "", "1e99999999999", "0x10")) {
            assertSurprise(money, text(refused));
        }
    }

    @Test
    void only_a_label_itself_becomes_a_label() {
        var mapping = mapping(Affinity.TEXT, "enum", new ValueForm.Label(List.of("new", "", "Über")));

        for (String label : List.of("new", "", "Über")) {
            assertThat(Encoded.of(mapping, text(label)).back()).isEqualTo(text(label));
        }
        for (String other : List.of("New", "new ", "ne", "über")) {
            assertSurprise(mapping, text(other));
        }
        assertSurprise(mapping, new Int(1));
        assertSurprise(mapping, new Blob(new byte[0]));
    }

    @Test
    void sixteen_bytes_are_a_uuid_in_their_order() {
        var mapping = mapping(Affinity.BLOB, "uuid", new ValueForm.UuidBytes());
        var value = new Blob(HexFormat.of().parseHex("00112233445566778899aabbccddeeff"));

        assertThat(Encoded.of(mapping, value).field()).contains(HexFormat.of().parseHex("00112233445566778899aabbccddeeff"));
        assertThat(Encoded.of(mapping, value).back()).isEqualTo(value);
        assertSurprise(mapping, new Blob(new byte[15]));
        assertSurprise(mapping, text("00112233-4455-6677-8899-aabbccddeeff"));
    }

    @ParameterizedTest
    @CsvSource({"timestamp(3),2024-01-01 00:00:00.0001", "timestamp(0),2024-01-01 00:00:00.5",
            "timestamp(5),1999-01-01 00:00:00.123456", "timestamp(2),1999-12-31 23:59:59.999"})
    void digits_that_a_timestamp_would_round_are_a_surprise(String type, String value) {
        assertSurprise(mapping(Affinity.TEXT, type, new ValueForm.IsoText(MIXED, Optional.empty())), text(value));
    }

    @ParameterizedTest
    @CsvSource({"timestamp(3),2024-01-01 00:00:00.123", "timestamp(0),1999-01-01 00:00:00",
            "timestamp(2),1999-12-31 23:59:59.99"})
    void digits_that_a_timestamp_has_come_back(String type, String value) {
        assertThat(Encoded.of(mapping(Affinity.TEXT, type, new ValueForm.IsoText(MIXED, Optional.empty())), text(value)).back())
                .isEqualTo(text(value));
    }

    @ParameterizedTest
    @CsvSource({"timestamp(0),2024-01-01 00:00:00.5,2024-01-01 00:00:01", "timestamp(3),1990-01-01 00:00:00.0005,"
            + "1990-01-01 00:00:00.001", "timestamp(1),1999-12-31 23:59:59.95,2000-01-01 00:00:00",
            "timestamp(0),2024-01-01 00:00:00.499999999,2024-01-01 00:00:00"})
    void digits_that_a_person_gives_up_are_rounded_once_and_half_up(String type, String value, String rounded) {
        Encoded encoded = Encoded.of(lossy(Affinity.TEXT, type, new ValueForm.IsoText(MIXED, Optional.empty())),
                text(value));

        assertThat(encoded.losses()).containsExactly(Loss.ROUNDED);
        assertThat(encoded.back()).isEqualTo(text(rounded));
    }

    @Test
    void a_count_of_time_that_a_timestamp_would_round_is_a_surprise() {
        var milliseconds = mapping(Affinity.INTEGER, "timestamptz(2)", new ValueForm.Epoch(Unit.MILLISECONDS));
        var seconds = mapping(Affinity.REAL, "timestamptz(0)", new ValueForm.Epoch(Unit.SECONDS));

        assertThat(Encoded.of(milliseconds, new Int(1_700_000_000_120L)).back()).isEqualTo(new Int(1_700_000_000_120L));
        assertSurprise(milliseconds, new Int(1_700_000_000_123L));
        assertThat(Encoded.of(seconds, new Real(1_700_000_000.0)).back()).isEqualTo(new Real(1_700_000_000.0));
        assertSurprise(seconds, new Real(1_700_000_000.5));
        assertThat(Encoded.of(lossy(Affinity.INTEGER, "timestamptz(2)", new ValueForm.Epoch(Unit.MILLISECONDS)), new Int(-1_005L))
                .back()).isEqualTo(new Int(-1_000L));
    }

    @Test
    void the_reason_of_a_surprise_names_the_column_and_not_the_value() {
        assertThatThrownBy(() -> Encoded.of(mapping(Affinity.BLOB, "bigint", PLAIN), text("secret"))).isInstanceOfSatisfying(
                Surprise.class, surprise -> {
                    assertThat(surprise.column()).isEqualTo("c");
                    assertThat(surprise.reason()).isEqualTo("a TEXT in a column of type bigint");
                    assertThat(surprise.getMessage()).doesNotContain("secret");
                    assertThat(surprise.at("t", "id=7").line()).startsWith(
                            "PT-200 table t, row id=7, column c: a TEXT in a column of type bigint, which the plan does not allow. ")
                            .contains("plan.yaml").doesNotContain("secret");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"610062", "ff", "61c080", "eda080", "e282"})
    void text_that_postgresql_cannot_hold_is_a_surprise_and_comes_back_escaped(String hex) {
        var value = new SqliteValue.Text(HexFormat.of().parseHex(hex));

        assertSurprise(mapping(Affinity.TEXT, "text", PLAIN), value);
        assertThat(Encoded.of(mapping(Affinity.TEXT, "text", new ValueForm.Escaped()), value).back()).isEqualTo(value);
        assertThat(Encoded.of(mapping(Affinity.TEXT, "bytea", new ValueForm.TextBytes()), value).back()).isEqualTo(value);
        assertThat(Encoded.of(mapping(Affinity.TEXT, "text", new ValueForm.AnyAsText()), value).back()).isEqualTo(value);
        Encoded stripped = Encoded.of(mapping(Affinity.TEXT, "text", new ValueForm.Stripped()), value);
        assertThat(stripped.losses()).containsExactly(Loss.STRIPPED);
        assertThat(Utf8.fitsText(stripped.field().orElseThrow(), 0, stripped.field().orElseThrow().length)).isTrue();
    }

    @Test
    void an_escaped_text_reads_as_it_was_but_for_the_escapes() {
        Encoded escaped = Encoded.of(mapping(Affinity.TEXT, "text", new ValueForm.Escaped()),
                new SqliteValue.Text(new byte[]{'a', '\\', 0, (byte) 0xC3, (byte) 0xA9, (byte) 0xFF}));

        assertThat(new String(escaped.field().orElseThrow(), StandardCharsets.UTF_8)).isEqualTo("a\\\\\\x00é\\xff");
        assertThat(escaped.losses()).isEmpty();
    }

    @Test
    void invalid_utf8_is_read_in_the_named_encoding_and_counted() {
        var form = new ValueForm.Transcoded(StandardCharsets.ISO_8859_1);
        var mapping = mapping(Affinity.TEXT, "text", form);

        Encoded transcoded = Encoded.of(mapping, new SqliteValue.Text(new byte[]{'c', 'a', 'f', (byte) 0xE9}));

        assertThat(new String(transcoded.field().orElseThrow(), StandardCharsets.UTF_8)).isEqualTo("café");
        assertThat(transcoded.losses()).containsExactly(Loss.TRANSCODED);
        assertThat(Encoded.of(mapping, text("café")).losses()).isEmpty();
        assertSurprise(mapping(Affinity.TEXT, "text", new ValueForm.Transcoded(StandardCharsets.US_ASCII)),
                new SqliteValue.Text(new byte[]{(byte) 0xE9}));
        assertSurprise(mapping, new SqliteValue.Text(new byte[]{(byte) 0xE9, 0}));
    }

    @Test
    void the_length_of_varchar_counts_characters() {
        assertThat(Encoded.of(mapping(Affinity.TEXT, "varchar(3)", PLAIN), text("é€😀")).losses()).isEmpty();
        assertSurprise(mapping(Affinity.TEXT, "varchar(3)", PLAIN), text("abc "));
        Encoded cut = Encoded.of(lossy(Affinity.TEXT, "varchar(2)", PLAIN), text("é€😀"));
        assertThat(new String(cut.field().orElseThrow(), StandardCharsets.UTF_8)).isEqualTo("é€");
        assertThat(cut.losses()).containsExactly(Loss.TRUNCATED);
    }

    @Test
    void a_word_of_null_if_becomes_null_and_is_counted() {
        var mapping = new ColumnMapping("c", Affinity.INTEGER, TargetType.parse("bigint"), PLAIN, List.of("", "n/a"), false);

        assertThat(Encoded.of(mapping, text("")).field()).isEmpty();
        assertThat(Encoded.of(mapping, text("n/a")).losses()).containsExactly(Loss.NULL_IF);
        assertSurprise(mapping, text("N/A"));
        assertSurprise(mapping, new Blob(new byte[0]));
    }

    @Test
    void what_does_not_fit_a_quarantined_column_is_null_there_and_kept() {
        var mapping = mapping(Affinity.INTEGER, "integer", new ValueForm.Quarantined());
        for (SqliteValue value : List.of(text("twelve"), new Real(1.5), new Blob(new byte[]{1}), new Int(1L << 40))) {
            Encoded encoded = Encoded.of(mapping, value);

            assertThat(encoded.field()).isEmpty();
            assertThat(encoded.quarantined()).containsExactly(value);
        }
        assertThat(Encoded.of(mapping, new Int(7)).back()).isEqualTo(new Int(7));
        assertThat(Encoded.of(mapping, new Int(7)).quarantined()).isEmpty();
    }

    @Test
    void a_class_that_the_column_does_not_tell_is_kept_beside_it() {
        var untyped = mapping(Affinity.BLOB, "double precision", PLAIN);
        var numeric = mapping(Affinity.BLOB, "numeric", PLAIN);

        assertThat(Encoded.of(untyped, new Int(2)).quarantined()).containsExactly(new Int(2));
        assertThat(Encoded.of(untyped, new Real(2)).quarantined()).isEmpty();
        assertThat(Encoded.of(numeric, new Int(2)).quarantined()).isEmpty();
        assertThat(Encoded.of(numeric, new Int(2)).back()).isEqualTo(new Int(2));
        assertThat(Encoded.of(numeric, new Real(2)).back()).isEqualTo(new Real(2));
        assertThat(Encoded.of(numeric, new Real(-0.0)).quarantined()).containsExactly(new Real(-0.0));
        assertThat(Encoded.of(mapping(Affinity.BLOB, "text", new ValueForm.AnyAsText()), new Int(2)).quarantined())
                .containsExactly(new Int(2));
        assertThat(Encoded.of(mapping(Affinity.NUMERIC, "text", new ValueForm.AnyAsText()), new Int(2)).quarantined()).isEmpty();
    }

    @Test
    void money_is_stored_by_its_shortest_decimal() {
        Encoded money = Encoded.of(mapping(Affinity.NUMERIC, "numeric(10,2)", PLAIN), new Real(19.99));

        assertThat(PgNumeric.decode(money.field().orElseThrow())).isEqualTo(new BigDecimal("19.99"));
        Encoded rounded = Encoded.of(lossy(Affinity.NUMERIC, "numeric(10,2)", PLAIN), new Real(12.345));
        assertThat(PgNumeric.decode(rounded.field().orElseThrow())).isEqualTo(new BigDecimal("12.35"));
        assertThat(rounded.losses()).containsExactly(Loss.ROUNDED);
    }

    @Test
    void a_text_becomes_a_number_only_where_a_person_said_so() {
        assertThat(Encoded.of(lossy(Affinity.TEXT, "numeric", PLAIN), text("19.90")).back()).isEqualTo(text("19.90"));
        assertThat(Encoded.of(lossy(Affinity.TEXT, "numeric", PLAIN), text("19.90")).losses()).isEmpty();
        assertThat(Encoded.of(lossy(Affinity.TEXT, "numeric", PLAIN), text("1e3")).losses()).containsExactly(Loss.REFORMATTED);
        assertThat(Encoded.of(lossy(Affinity.TEXT, "numeric", PLAIN), text(" 5.")).losses()).containsExactly(Loss.REFORMATTED);
        assertSurprise(lossy(Affinity.TEXT, "numeric", PLAIN), text("1e999999999999"));
        assertSurprise(lossy(Affinity.TEXT, "numeric(5,2)", PLAIN), text("1e999999999"));
        assertSurprise(lossy(Affinity.TEXT, "numeric", PLAIN), text("twelve"));
    }

    @Test
    void a_real_in_an_integer_column_is_rounded_only_where_a_person_said_so() {
        Encoded rounded = Encoded.of(lossy(Affinity.INTEGER, "bigint", PLAIN), new Real(2.5));

        assertThat(rounded.field()).contains(new byte[]{0, 0, 0, 0, 0, 0, 0, 2});
        assertThat(rounded.losses()).containsExactly(Loss.ROUNDED);
        assertSurprise(lossy(Affinity.INTEGER, "bigint", PLAIN), new Real(0x1p63));
        assertSurprise(lossy(Affinity.INTEGER, "smallint", PLAIN), new Real(32_767.5));
    }

    @Test
    void words_become_booleans_without_regard_to_case() {
        var form = new ValueForm.Words(List.of("yes", "y"), List.of("no"));

        assertThat(Encoded.of(mapping(Affinity.TEXT, "boolean", form), text("yes")).back()).isEqualTo(text("yes"));
        assertThat(Encoded.of(mapping(Affinity.TEXT, "boolean", form), text("yes")).losses()).isEmpty();
        assertThat(Encoded.of(mapping(Affinity.TEXT, "boolean", form), text("YES")).losses()).containsExactly(Loss.REFORMATTED);
        assertThat(Encoded.of(mapping(Affinity.NUMERIC, "boolean", form), text("no")).losses()).containsExactly(Loss.REFORMATTED);
        assertSurprise(mapping(Affinity.TEXT, "boolean", form), text("maybe"));
    }

    @Test
    void a_uuid_keeps_its_bytes_and_counts_another_spelling() {
        var mapping = mapping(Affinity.TEXT, "uuid", PLAIN);
        String canonical = "00112233-4455-6677-8899-aabbccddeeff";

        assertThat(Encoded.of(mapping, text(canonical)).back()).isEqualTo(text(canonical));
        assertThat(Encoded.of(mapping, text(canonical)).losses()).isEmpty();
        for (String other : List.of("00112233-4455-6677-8899-AABBCCDDEEFF", "00112233445566778899aabbccddeeff")) {
            assertThat(Encoded.of(mapping, text(other)).back()).isEqualTo(text(canonical));
            assertThat(Encoded.of(mapping, text(other)).losses()).containsExactly(Loss.REFORMATTED);
        }
        assertSurprise(mapping, text("00112233-4455-6677-8899-aabbccddeefg"));
        assertSurprise(mapping, text("0011223344-55-6677-8899-aabbccddeeff"));
    }

    @Test
    void json_that_would_change_is_a_surprise_in_jsonb_alone() {
        assertThat(Encoded.of(mapping(Affinity.TEXT, "json", PLAIN), text("{\"a\": 1, \"a\":2}")).back())
                .isEqualTo(text("{\"a\": 1, \"a\":2}"));
        assertSurprise(mapping(Affinity.TEXT, "jsonb", PLAIN), text("{\"a\": 1, \"a\":2}"));
        assertSurprise(mapping(Affinity.TEXT, "json", PLAIN), text("{a:1}"));
    }

    @Test
    void a_time_of_another_form_is_a_surprise() {
        var mapping = mapping(Affinity.TEXT, "timestamp", new ValueForm.IsoText(SECONDS, Optional.empty()));

        assertThat(Encoded.of(mapping, text("2024-02-29 10:20:30")).back()).isEqualTo(text("2024-02-29 10:20:30"));
        assertSurprise(mapping, text("2024-02-29T10:20:30"));
        assertSurprise(mapping, text("2024-02-29 10:20"));
        assertSurprise(mapping, text("2024-02-29 24:00:00"));
        assertSurprise(mapping, new Int(1_700_000_000));
    }

    @Test
    void digits_beyond_microseconds_are_rounded_only_where_a_person_said_so() {
        var form = new ValueForm.IsoText(MIXED, Optional.empty());
        String text = "2024-12-31 23:59:59.9999996";

        assertSurprise(mapping(Affinity.TEXT, "timestamp", form), text(text));
        Encoded rounded = Encoded.of(lossy(Affinity.TEXT, "timestamp", form), text(text));
        assertThat(rounded.losses()).containsExactly(Loss.ROUNDED);
        assertThat(rounded.back()).isEqualTo(text("2025-01-01 00:00:00"));
        assertThat(Encoded.of(mapping(Affinity.TEXT, "timestamp", form), text("2024-01-01 00:00:00.10")).losses())
                .containsExactly(Loss.REFORMATTED);
        var time = new IsoPattern(false, (char) 0, TimePart.SECONDS, Fraction.MIXED, 9, Zone.NONE);
        assertSurprise(lossy(Affinity.TEXT, "time", new ValueForm.IsoText(time, Optional.empty())), text("23:59:59.9999996"));
    }

    @Test
    void an_offset_is_counted_and_the_instant_kept() {
        var pattern = new IsoPattern(true, 'T', TimePart.SECONDS, Fraction.NONE, 0, Zone.OFFSET_COLON);
        var mapping = mapping(Affinity.TEXT, "timestamptz", new ValueForm.IsoText(pattern, Optional.empty()));

        assertThat(Encoded.of(mapping, text("2024-01-01T00:00:00+00:00")).losses()).isEmpty();
        Encoded offset = Encoded.of(mapping, text("2024-01-01T02:00:00+02:00"));
        assertThat(offset.losses()).containsExactly(Loss.OFFSET);
        assertThat(offset.back()).isEqualTo(text("2024-01-01T00:00:00+00:00"));
    }

    @Test
    void a_time_that_the_zone_skips_or_has_twice_is_told() {
        var form = new ValueForm.IsoText(SECONDS, Optional.of(ZoneId.of("Europe/Berlin")));

        assertSurprise(mapping(Affinity.TEXT, "timestamptz", form), text("2024-03-31 02:30:00"));
        assertThat(Encoded.of(lossy(Affinity.TEXT, "timestamptz", form), text("2024-03-31 02:30:00")).losses())
                .containsExactly(Loss.ZONE_GAP);
        Encoded overlap = Encoded.of(mapping(Affinity.TEXT, "timestamptz", form), text("2024-10-27 02:30:00"));
        assertThat(overlap.losses()).containsExactly(Loss.ZONE_OVERLAP);
        assertThat(overlap.back()).isEqualTo(text("2024-10-27 02:30:00"));
    }

    @Test
    void a_count_of_time_comes_back_in_its_class() {
        var seconds = new ValueForm.Epoch(Unit.SECONDS);

        assertThat(Encoded.of(mapping(Affinity.INTEGER, "timestamptz", seconds), new Int(1_700_000_000)).back())
                .isEqualTo(new Int(1_700_000_000));
        assertThat(Encoded.of(mapping(Affinity.REAL, "timestamptz", seconds), new Real(1_700_000_000)).back())
                .isEqualTo(new Real(1_700_000_000));
        assertThat(Encoded.of(mapping(Affinity.BLOB, "timestamptz", seconds), new Real(1_700_000_000)).quarantined())
                .containsExactly(new Real(1_700_000_000));
        assertSurprise(mapping(Affinity.REAL, "timestamptz", seconds), new Real(1_000_000.00000001));
        assertSurprise(mapping(Affinity.INTEGER, "timestamptz", seconds), new Int(Long.MAX_VALUE));
        assertSurprise(mapping(Affinity.INTEGER, "timestamptz", seconds), text("1700000000"));
    }

    @Test
    void a_time_that_the_form_cannot_show_is_refused_on_the_way_back() {
        InverseCodec back = InverseCodec
                .of(mapping(Affinity.TEXT, "timestamp", new ValueForm.IsoText(SECONDS, Optional.empty())));

        assertThatThrownBy(() -> back.decode(HexFormat.of().parseHex("7fffffffffffffff"))).isInstanceOf(Surprise.class)
                .hasMessageContaining("infinite");
        assertThatThrownBy(() -> back.decode(HexFormat.of().parseHex("7000000000000000"))).isInstanceOf(Surprise.class)
                .hasMessageContaining("outside 1..9999");
    }

    private static void assertSurprise(ColumnMapping mapping, SqliteValue value) {
        assertThatThrownBy(() -> Encoded.of(mapping, value)).as("%s in %s", value, mapping).isInstanceOf(Surprise.class);
    }
}

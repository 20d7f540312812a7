package dev.portage.verify;

import dev.portage.mapping.IsoPattern;
import dev.portage.mapping.IsoPattern.Fraction;
import dev.portage.mapping.IsoPattern.TimePart;
import dev.portage.mapping.IsoPattern.Zone;
import dev.portage.mapping.ValueForm;
import dev.portage.schema.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One way in which a value of a type may be damaged: what both sides hold, and what the damaged side holds instead.
///
/// @param from what both sides hold, as SQL for SQLite and for PostgreSQL
/// @param sourceTo what a damaged source holds; empty where SQLite cannot hold it
/// @param targetTo what a damaged target holds; empty where PostgreSQL cannot hold it
record Damage(String name, Literal from, Optional<String> sourceTo, Optional<String> targetTo) {
    /// One value as SQL of both sides.
    record Literal(String sqlite, String postgres) {}

    /// What a kind of type is made of.
    ///
    /// @param declared the declared type in SQLite
    record Kind(String type, String declared, ValueForm form, List<Damage> damages) {
        /// The type as a table of the target is made with it.
        String made() {
            return Damage.made(type);
        }

        @Override
        public String toString() {
            return type;
        }
    }

    private static final String NULL = "NULL";
    private static final String NFC = "caf\u00e9";
    private static final String NFD = "cafe\u0301";

    /// What the kinds of types need in a database: an extension, and an enum with these labels.
    static final String TYPES = "CREATE EXTENSION citext SCHEMA public; CREATE TYPE public.enum AS ENUM (%s)";
    private static final List<String> LABELS = List.of("new", "New", "paid", "paid ", " paid", "sent", "it's", "", NFC,
            NFD, "back", "lost", "a\\b", "0", "1", "x", "y");

    static String types() {
        return TYPES.formatted(LABELS.stream().map(Identifier::literal).collect(java.util.stream.Collectors.joining(", ")));
    }

    /// The name of a type with the schema that holds it.
    static String made(String type) {
        return type.equals("enum") || type.equals("citext") ? "public." + type : type;
    }

    private interface Writer {
        Literal write(String value);
    }

    /// All kinds of types that Portage writes.
    static List<Kind> kinds() {
        List<Kind> kinds = new ArrayList<>(List.of(whole("smallint"), whole("integer"), whole("bigint"), doubles(), floats(),
                numerics(), booleans()));
        kinds.add(new Kind("text", "TEXT", new ValueForm.Plain(), texts("text")));
        kinds.add(new Kind("varchar(200)", "VARCHAR(200)", new ValueForm.Plain(), texts("text")));
        kinds.addAll(List.of(characters(), enums(), uuidBytes(), milliseconds()));
        kinds.add(new Kind("citext", "TEXT", new ValueForm.Plain(), texts("public.citext").subList(0, 14)));
        kinds.add(bytes());
        kinds.add(json());
        kinds.add(jsonb());
        kinds.addAll(List.of(dates(), times(), timestamps("timestamp", ""), timestamps("timestamptz", "Z"), uuids()));
        return kinds;
    }

    private static final class Builder {
        private final Writer writer;
        private final List<Damage> damages = new ArrayList<>();

        Builder(Writer writer) {
            this.writer = writer;
        }

        /// On either side.
        Builder both(String name, String from, String to) {
            Literal damaged = literal(to);
            damages.add(new Damage(name, literal(from), Optional.of(damaged.sqlite()), Optional.of(damaged.postgres())));
            return this;
        }

        /// Only in the target.
        Builder target(String name, String from, String to) {
            damages.add(new Damage(name, literal(from), Optional.empty(), Optional.of(literal(to).postgres())));
            return this;
        }

        /// Only in the source, as SQL of SQLite.
        Builder source(String name, String from, String sqlite) {
            damages.add(new Damage(name, literal(from), Optional.of(sqlite), Optional.empty()));
            return this;
        }

        private Literal literal(String value) {
            return value.equals(NULL) ? new Literal(NULL, NULL) : writer.write(value);
        }
    }

    private static Literal quoted(String value, String type) {
        return new Literal("'" + value.replace("'", "''") + "'", Identifier.literal(value) + "::" + type);
    }

    private static Literal number(String value, String type) {
        return new Literal(value, "'" + value + "'::" + type);
    }

    private static Kind whole(String type) {
        var damages = new Builder(value -> number(value, type)).both("null to zero", NULL, "0").both("zero to null", "0", NULL)
                .both("value to null", "17", NULL).both("sign", "42", "-42").both("one more", "1000", "1001")
                .both("one less", "-1", "-2").both("digit lost", "1234", "123").both("digits swapped", "1324", "1342")
                .both("ten times", "15", "150").both("byte flipped", "256", "0").both("largest to smallest", "32767", "-32768")
                .both("high byte", "1", "257").source("text instead", "5", "'x5'").source("real instead", "6", "6.5")
                .source("blob instead", "7", "x'07'");
        if (!type.equals("smallint")) {
            damages.both("high half lost", "65541", "5").both("largest", "2147483647", "2147483646");
        }
        if (type.equals("bigint")) {
            damages.both("through a double", "9007199254740993", "9007199254740992")
                    .both("near the end", "9223372036854775807", "9223372036854775806");
        }
        return new Kind(type, "INTEGER", new ValueForm.Plain(), damages.damages);
    }

    private static Kind doubles() {
        var damages = new Builder(value -> number(value, "double precision")).both("null to zero", NULL, "0.0")
                .both("zero to null", "0.0", NULL).both("value to null", "1.5", NULL).both("sign", "2.5", "-2.5")
                .both("one ulp", "0.1", "0.10000000000000002").both("17th digit", "0.30000000000000004", "0.3")
                .both("through float4", "0.2", "0.20000000298023224").both("15 digits", "19.990000000000002", "19.99")
                .both("smallest to zero", "5e-324", "0.0").both("largest to infinity", "1.7976931348623157e308", "9e999")
                .both("ten times", "12.5", "125.0").both("fraction cut", "7.75", "7.0").both("exponent", "1e23", "1e22")
                .both("neighbour of a half-way number", "1e23", "1.0000000000000001e+23").target("negative zero", "0.0", "-0")
                .target("not a number", "3.25", "NaN").source("text instead", "4.5", "'x'")
                .source("blob instead", "5.5", "x'05'");
        return new Kind("double precision", "REAL", new ValueForm.Plain(), infinities(damages.damages));
    }

    // PostgreSQL names infinity; SQLite writes a number that is too large.
    private static List<Damage> infinities(List<Damage> damages) {
        return damages.stream().map(damage -> new Damage(damage.name(), damage.from(), damage.sourceTo(),
                damage.targetTo().map(sql -> sql.replace("9e999", "Infinity")))).toList();
    }

    private static Kind floats() {
        var damages = new Builder(value -> number(value, "real")).both("null to zero", NULL, "0.0")
                .both("zero to null", "0.0", NULL).both("value to null", "1.5", NULL).both("sign", "2.5", "-2.5")
                .both("one ulp", "1.5", "1.50000011920928955078125").both("half", "3.5", "3.0").both("ten times", "1.25", "12.5")
                .both("quarter", "0.25", "0.5").both("exponent", "1024.5", "1025.5").both("thousandth", "16384.5", "16384.25")
                .target("negative zero", "0.0", "-0").target("not a number", "3.25", "NaN")
                .target("infinity", "8.5", "Infinity").source("not a float4", "0.5", "0.1").source("text instead", "4.5", "'x'");
        return new Kind("real", "REAL", new ValueForm.Plain(), damages.damages);
    }

    private static Kind numerics() {
        var damages = new Builder(value -> number(value, "numeric")).both("null to zero", NULL, "0")
                .both("zero to null", "0", NULL).both("value to null", "1.5", NULL).both("sign", "2.5", "-2.5")
                .both("last digit", "19.99", "19.98").both("rounded", "12.345", "12.35").both("cut", "12.349", "12.34")
                .both("one digit more", "0.1", "0.11").both("ten times", "1.5", "15").both("hundred times", "7.25", "725")
                .both("17 digits", "0.30000000000000004", "0.3").both("thousands lost", "1234567.5", "567.5")
                .both("last of 19 digits", "9223372036854775807", "9223372036854775806").target("not a number", "3.5", "NaN")
                .target("huge", "8.5", "1e300").source("text instead", "4.5", "'x'").source("blob instead", "6.5", "x'06'");
        return new Kind("numeric", "NUMERIC", new ValueForm.Plain(), damages.damages);
    }

    private static Kind booleans() {
        Writer writer = value -> new Literal(value.equals("true") ? "1" : "0", value);
        var damages = new Builder(writer).both("true to false", "true", "false").both("false to true", "false", "true")
                .both("null to false", NULL, "false").both("null to true", NULL, "true").both("true to null", "true", NULL)
                .both("false to null", "false", NULL).source("two", "true", "2").source("minus one", "true", "-1")
                .source("yes", "true", "'yes'").source("empty", "false", "''").source("half", "true", "0.5")
                .source("word true", "true", "'true'").source("blob", "true", "x'01'").source("many", "true", "256")
                .source("word false", "false", "'false'");
        return new Kind("boolean", "BOOLEAN", new ValueForm.Plain(), damages.damages);
    }

    private static List<Damage> texts(String type) {
        return new Builder(value -> quoted(value, type)).both("empty to null", "", NULL).both("null to empty", NULL, "")
                .both("null to its name", NULL, "null").both("value to null", "word", NULL).both("trailing blank", "abc", "abc ")
                .both("leading blank", "def", " def").both("trailing blank lost", "ghi ", "ghi").both("case", "Word", "word")
                .both("first letter", "berlin", "Berlin").both("decomposed", NFC, NFD).both("composed", NFD, NFC)
                .both("cut", "a longer text", "a longer").both("byte flipped", "abcd", "abcE")
                .both("sharp s", "straße", "strasse")
                .both("tab to blank", "a\tb", "a b").both("line ends", "a\r\nb", "a\nb").both("read as latin1", "ü", "Ã¼")
                .both("replaced", "aüb", "a\uFFFDb").both("leading zeros", "007", "7").both("decimals", "1.0", "1")
                .both("joiner lost", "a\u200Db", "ab").both("backslash doubled", "a\\b", "a\\\\b").both("quote", "it's", "its")
                .both("emoji lost", "ok 😀", "ok ?").both("mark at the start", "x", "\uFEFFx")
                .both("line end lost", "key=\n", "key=")
                .both("escape read", "\\N", "N").both("non-character", "\uFFFF", "\uFFFD").both("other blank", "a b", "a\u00A0b")
                .source("integer instead", "5", "x'35'").damages;
    }

    private static Kind bytes() {
        Writer writer = hex -> new Literal("x'" + hex + "'", "'\\x" + hex + "'::bytea");
        var damages = new Builder(writer).both("empty to null", "", NULL).both("null to empty", NULL, "")
                .both("null to zero byte", NULL, "00").both("value to null", "0102", NULL)
                .both("byte flipped", "010203", "010303")
                .both("bit flipped", "80", "81").both("cut", "01020304", "010203").both("longer", "0102", "010200")
                .both("leading zero lost", "0001", "01").both("trailing zero lost", "0100", "01")
                .both("cut at zero", "610062", "61").both("bytes swapped", "0102ff", "02010ff0").both("as hex text", "ff", "6666")
                .both("as replaced text", "ff", "efbfbd").both("as latin1", "c3", "c383").source("text instead", "61", "'a'")
                .source("integer instead", "31", "1");
        return new Kind("bytea", "BLOB", new ValueForm.Plain(), damages.damages);
    }

    private static Kind json() {
        var damages = new Builder(value -> quoted(value, "json")).both("null to json null", NULL, "null")
                .both("json null to null", "null", NULL).both("blank", "{\"a\": 1}", "{\"a\":1}")
                .both("key order", "{\"a\":1,\"b\":2}", "{\"b\":2,\"a\":1}").both("number form", "[1.0]", "[1]")
                .both("duplicate lost", "{\"a\":1,\"a\":2}", "{\"a\":2}").both("escape read", "[\"\\u00e9\"]", "[\"é\"]")
                .both("value", "{\"a\":true}", "{\"a\":false}").both("key case", "{\"A\":1}", "{\"a\":1}")
                .both("number", "12", "13")
                .both("long number", "123456789012345678901234567890", "123456789012345678901234567891")
                .both("string to number", "\"1\"", "1").both("element lost", "[1,2,3]", "[1,2]").both("line end", "{}\n", "{}")
                .both("empty kinds", "[]", "{}").both("exponent", "1e2", "100");
        return new Kind("json", "TEXT", new ValueForm.Plain(), damages.damages);
    }

    private static Kind jsonb() {
        var damages = new Builder(value -> quoted(value, "jsonb")).both("null to json null", NULL, "null")
                .both("json null to null", "null", NULL).both("number", "{\"a\":1}", "{\"a\":2}")
                .both("key", "{\"a\":1,\"z\":0}", "{\"b\":1,\"z\":0}").both("key lost", "{\"a\":1,\"c\":3}", "{\"a\":1}")
                .both("key with null", "{\"k\":null}", "{}").both("scale", "[1.0]", "[1.00]")
                .both("scale lost", "[2.50]", "[2.5]")
                .both("array order", "[1,2]", "[2,1]").both("string case", "[\"A\"]", "[\"a\"]")
                .both("true to its name", "[true]", "[\"true\"]").both("nested", "{\"a\":{\"b\":[1,{\"c\":2}]}}",
                        "{\"a\":{\"b\":[1,{\"c\":3}]}}")
                .both("first duplicate", "{\"d\":1,\"d\":2}", "{\"d\":1}").both("digits", "[12345678901234567890123]",
                        "[12345678901234567890124]")
                .both("through a double", "[0.1000000000000000055]", "[0.1]").both("empty kinds", "[]", "{}")
                .both("sign", "[5]", "[-5]").both("decomposed", "[\"" + NFC + "\"]", "[\"" + NFD + "\"]")
                .source("not JSON", "[7]", "'[7'");
        return new Kind("jsonb", "TEXT", new ValueForm.Plain(), damages.damages);
    }

    private static Kind dates() {
        var damages = new Builder(value -> quoted(value, "date")).both("null to zero day", NULL, "2000-01-01")
                .both("value to null", "2024-05-06", NULL).both("epoch to null", "1970-01-01", NULL)
                .both("a day later", "2024-02-28", "2024-02-29").both("a day earlier", "2024-01-01", "2023-12-31")
                .both("day and month", "2024-03-04", "2024-04-03").both("a month later", "2024-06-15", "2024-07-15")
                .both("a year later", "2023-06-15", "2024-06-15").both("century", "1999-06-15", "2099-06-15")
                .both("first day", "0001-01-01", "0001-01-02").both("last day", "9999-12-31", "9999-12-30")
                .both("calendar", "1582-10-15", "1582-10-05").target("infinity", "2024-08-08", "infinity")
                .source("a time behind", "2024-09-09", "'2024-09-09 00:00'").source("no such day", "2023-02-28", "'2023-02-29'")
                .source("integer instead", "2024-10-10", "20241010");
        return new Kind("date", "DATE", iso(new IsoPattern(true, (char) 0, TimePart.NONE, Fraction.NONE, 0, Zone.NONE)),
                damages.damages);
    }

    private static ValueForm iso(IsoPattern pattern) {
        return new ValueForm.IsoText(pattern, Optional.empty());
    }

    private static Kind times() {
        var damages = new Builder(value -> quoted(value, "time")).both("null to midnight", NULL, "00:00:00")
                .both("midnight to null", "00:00:00", NULL).both("value to null", "10:11:12", NULL)
                .both("a microsecond", "10:00:00.000001", "10:00:00").both("a microsecond more", "11:00:00.5", "11:00:00.500001")
                .both("a millisecond", "12:00:00.123", "12:00:00.124").both("a second", "13:00:01", "13:00:02")
                .both("a minute", "14:01:00", "14:02:00").both("an hour", "15:00:00", "16:00:00").both("half a day", "01:30:00",
                        "13:30:00")
                .both("fraction lost", "17:00:00.75", "17:00:00").both("fraction shifted", "18:00:00.05", "18:00:00.5")
                .both("parts swapped", "19:20:21", "19:21:20").both("last", "23:59:59.999999", "23:59:59.999998")
                .target("the other midnight", "00:00:00", "24:00:00").source("no such time", "20:00:00", "'25:00:00'");
        return new Kind("time", "TIME",
                iso(new IsoPattern(false, (char) 0, TimePart.SECONDS, Fraction.OMITTED_IF_ZERO, 6, Zone.NONE)), damages.damages);
    }

    private static Kind timestamps(String type, String zone) {
        Writer writer = value -> quoted(value.startsWith("inf") ? value : value + zone, type);
        var damages = new Builder(writer).both("null to zero", NULL, "2000-01-01 00:00:00")
                .both("zero to null", "2000-01-01 00:00:00", NULL).both("value to null", "2024-05-06 07:08:09", NULL)
                .both("a microsecond", "2024-01-01 00:00:00.000001", "2024-01-01 00:00:00")
                .both("a microsecond more", "2024-01-02 00:00:00.5", "2024-01-02 00:00:00.500001")
                .both("a millisecond", "2024-01-03 00:00:00.123", "2024-01-03 00:00:00.122")
                .both("a second", "2024-01-04 00:00:01", "2024-01-04 00:00:00")
                .both("an hour later", "2024-01-05 12:00:00", "2024-01-05 13:00:00")
                .both("two hours earlier", "2024-07-05 12:00:00", "2024-07-05 10:00:00")
                .both("half an hour", "2024-07-06 12:00:00", "2024-07-06 15:30:00")
                .both("a day", "2024-02-28 23:00:00", "2024-02-29 23:00:00")
                .both("day and month", "2024-03-04 00:00:00", "2024-04-03 00:00:00")
                .both("time lost", "2024-08-08 10:11:12", "2024-08-08 00:00:00")
                .both("in the gap", "2024-03-31 02:30:00", "2024-03-31 03:30:00")
                .both("before 1970", "1969-12-31 23:59:59.999999", "1970-01-01 00:00:00")
                .both("milliseconds as seconds", "2024-11-14 22:13:20", "1970-01-20 16:13:20")
                .both("rounded up", "2024-12-31 23:59:59.999999", "2025-01-01 00:00:00")
                .target("infinity", "2024-09-09 09:09:09", "infinity").source("another form", "2024-09-10 09:09:09",
                        "'2024-09-10'");
        return new Kind(type, "DATETIME", iso(new IsoPattern(true, ' ', TimePart.SECONDS, Fraction.OMITTED_IF_ZERO, 6,
                zone.isEmpty() ? Zone.NONE : Zone.Z)), damages.damages);
    }

    private static Kind characters() {
        var damages = new Builder(value -> quoted(value, "char(4)")).both("null to blanks", NULL, "    ")
                .both("blanks to null", "    ", NULL).both("value to null", "abcd", NULL).both("case", "Code", "code")
                .both("blank before", "ab  ", " ab ").both("last character", "wxyz", "wxy ").both("accent", "caf\u00e9", "cafe")
                .both("swapped", "1234", "1243").both("tab", "a b ", "a\tb ").both("zero", "0000", "000O")
                .source("cut", "cuts", "'cut'").source("longer", "long", "'longer'").source("more blanks", "wide", "'wide '")
                .source("blob instead", "blob", "x'626c6f62'").source("empty", "full", "''");
        return new Kind("char(4)", "CHAR(4)", new ValueForm.Plain(), damages.damages);
    }

    private static Kind enums() {
        var damages = new Builder(value -> quoted(value, "public.enum")).both("null to empty", NULL, "").both("empty to null",
                "", NULL).both("value to null", "x", NULL).both("case", "new", "New").both("blank behind", "paid", "paid ")
                .both("blank before", "paid", " paid").both("another", "sent", "back").both("decomposed", NFC, NFD)
                .both("zero to one", "0", "1").both("neighbour", "x", "y").both("other word", "lost", "sent")
                .source("no label", "back", "'bak'").source("integer instead", "1", "x'31'").source("quote", "it's", "'its'");
        return new Kind("enum", "TEXT", new ValueForm.Label(LABELS), damages.damages);
    }

    private static Kind uuidBytes() {
        Writer writer = value -> new Literal("x'%s'".formatted(value.replace("-", "")), "'%s'::uuid".formatted(value));
        var damages = new Builder(writer).both("null to nil", NULL, "00000000-0000-0000-0000-000000000000")
                .both("nil to null", "00000000-0000-0000-0000-000000000000", NULL)
                .both("value to null", "11111111-2222-3333-4444-555555555555", NULL)
                .both("last digit", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a12")
                .both("byte order", "00112233-4455-6677-8899-aabbccddeeff", "33221100-5544-7766-8899-aabbccddeeff")
                .both("halves swapped", "01020304-0506-0708-090a-0b0c0d0e0f10", "090a0b0c-0d0e-0f10-0102-030405060708")
                .both("one bit", "80000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000000001")
                .source("cut", "12345678-1234-1234-1234-123456789abc", "x'123456781234123412341234567"
                        + "89a'")
                .source("longer", "22345678-1234-1234-1234-123456789abc", "x'22345678123412341234123456789abc00'")
                .source("text", "42345678-1234-1234-1234-123456789abc", "'42345678-1234-1234-1234-123456789abc'");
        return new Kind("uuid", "BLOB", new ValueForm.UuidBytes(), damages.damages);
    }

    private static Kind milliseconds() {
        var damages = new Builder(value -> quoted(value, "timestamp(3)")).both("null to zero", NULL, "2000-01-01 00:00:00.000")
                .both("zero to null", "2000-01-01 00:00:00.000", NULL).both("value to null", "2024-05-06 07:08:09.120", NULL)
                .both("a millisecond", "2024-01-03 00:00:00.123", "2024-01-03 00:00:00.122")
                .both("before 2000", "1999-12-31 23:59:59.999", "2000-01-01 00:00:00.000")
                .both("fraction lost", "2024-01-04 00:00:00.750", "2024-01-04 00:00:00.000")
                .both("an hour later", "2024-01-05 12:00:00.000", "2024-01-05 13:00:00.000")
                .both("a day", "2024-02-28 23:00:00.500", "2024-02-29 23:00:00.500")
                .source("a microsecond", "2024-03-01 00:00:00.001", "'2024-03-01 00:00:00.001001'")
                .source("half a millisecond", "1990-03-01 00:00:00.001", "'1990-03-01 00:00:00.0005'");
        return new Kind("timestamp(3)", "DATETIME",
                iso(new IsoPattern(true, ' ', TimePart.SECONDS, Fraction.MIXED, 6, Zone.NONE)), damages.damages);
    }

    private static Kind uuids() {
        var damages = new Builder(value -> quoted(value, "uuid"))
                .both("null to nil", NULL, "00000000-0000-0000-0000-000000000000")
                .both("nil to null", "00000000-0000-0000-0000-000000000000", NULL)
                .both("value to null", "11111111-2222-3333-4444-555555555555", NULL)
                .both("last digit", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a12")
                .both("first digit", "b0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "c0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11")
                .both("middle digit", "d0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "d0eebc99-9c0b-4ef9-bb6d-6bb9bd380a11")
                .both("version", "e0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "e0eebc99-9c0b-1ef8-bb6d-6bb9bd380a11")
                .both("byte order", "00112233-4455-6677-8899-aabbccddeeff", "33221100-5544-7766-8899-aabbccddeeff")
                .both("halves swapped", "01020304-0506-0708-090a-0b0c0d0e0f10", "090a0b0c-0d0e-0f10-0102-030405060708")
                .both("one bit", "80000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-000000000001")
                .both("all ones", "ffffffff-ffff-ffff-ffff-ffffffffffff", "ffffffff-ffff-ffff-ffff-fffffffffffe")
                .source("cut", "12345678-1234-1234-1234-123456789abc", "'12345678-1234-1234-1234-123456789ab'")
                .source("no UUID", "22345678-1234-1234-1234-123456789abc", "'x'")
                .source("empty", "32345678-1234-1234-1234-123456789abc", "''")
                .source("bytes", "42345678-1234-1234-1234-123456789abc", "x'42345678123412341234123456789abc'");
        return new Kind("uuid", "TEXT", new ValueForm.Plain(), damages.damages);
    }
}

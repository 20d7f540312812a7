package dev.portage.sql;

import dev.portage.sql.FunctionTable.Entry;
import dev.portage.sql.FunctionTable.Family;
import dev.portage.sql.FunctionTable.Operator;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The lines of [FunctionTable], one line each: names, `=>` translation or `!` reason, `;` limits.
final class FunctionEntries {
    static final List<Operator> OPERATORS = operators();

    private static final String CORE = """
            abs => `abs(x)` ; of numbers
            changes, total_changes, last_insert_rowid ! tells about the connection to SQLite
            char => a constant text ; of constant numbers of characters, not 0
            coalesce, ifnull => `coalesce(…)` ; of values of one class
            concat => `coalesce(a, '') \\|\\| …` ; of texts and whole numbers
            concat_ws => `substr(coalesce(s \\|\\| a, '') \\|\\| …, …)` ; of texts and whole numbers
            format, printf => its parts joined with `\\|\\|` ; a constant format of `%d %i %x %X %s %q %Q %%` with flags and width
            glob => `~` with a regular expression ; a constant pattern
            hex => `upper(encode(x, 'hex'))` ; of texts, whole numbers and blobs
            if, iif => `CASE WHEN … END` ; values of one class
            instr => `strpos(x, y)`, `position(y in x)` ; of two texts or two blobs
            length => `char_length(x)`, `octet_length(x)` for blobs ; not of floating-point numbers
            like => `LIKE` over `lower(… COLLATE "C")` ; ESCAPE as a constant sign
            likelihood, likely, unlikely => the value itself
            load_extension ! loads code into SQLite
            lower, upper => `lower(x COLLATE "C")` ; the 26 letters of ASCII, as in SQLite
            ltrim, rtrim, trim => `ltrim(x, y)`, `rtrim(x, y)`, `btrim(x, y)` ; of texts and whole numbers
            max, min => `GREATEST(…)`, `LEAST(…)`, NULL where one is NULL ; two or more values of one class; with one value it is an aggregate
            nullif => `CASE WHEN x = y THEN NULL ELSE x END` ; two texts or two numbers
            octet_length => `octet_length(x)` ; not of floating-point numbers
            quote => `'''' \\|\\| replace(x, '''', '''''') \\|\\| ''''` ; of texts, whole numbers and blobs
            random => eight random bytes as `bigint` ; where a value of chance may stand
            randomblob => random bytes ; a constant size up to 1024
            replace => `replace(x COLLATE "C", y, z)` ; of texts and whole numbers
            round => `trunc(x + 0.5)` with the sign of x ; to 0 digits, or of whole numbers; SQLite rounds to decimal places by the binary digits
            sign => `sign(x)` ; of numbers
            soundex ! is not in PostgreSQL without an extension
            sqlite_compileoption_get, sqlite_compileoption_used, sqlite_log, sqlite_source_id, sqlite_version, sqlite_offset ! tells about SQLite itself
            subtype ! tells what SQLite keeps beside a value
            substr, substring => `substr(x, y, z)`, places before the first and negative lengths by arithmetic ; of texts, whole numbers and blobs
            typeof => a constant, or `'null'` ; of values whose class the target type tells
            unhex => `decode(x, 'hex')` where x is pairs of digits ; with one argument
            unicode => `ascii(x)` ; of texts and whole numbers
            unistr, unistr_quote ! is not in PostgreSQL before version 18 in this form
            zeroblob => a constant of zero bytes ; a constant size up to 1024
            """;
    private static final String DATE = """
            current_date, current_time, current_timestamp => `to_char(CURRENT_TIMESTAMP AT TIME ZONE 'UTC', …)` ; PostgreSQL's clock is that of the transaction's start
            date, datetime, time => `to_char(…)` of the present, else `lpad(extract(year FROM x)::text, 4, '0') \\|\\| …`, which is immutable ; see below
            julianday => `(milliseconds + 210866760000000)::float8 / 86400000` ; see below
            strftime => the same letter by letter ; all letters but %J; a constant format; see below
            timediff ! counts years and months in a way of its own
            unixepoch => `floor(extract(epoch FROM x))` ; see below
            """;
    private static final String MATH = """
            acos, acosh, asin, asinh, atan, atan2, atanh, cos, cosh, sin, sinh, tan, tanh, exp, ln, log, log10, log2, pow, power ! comes from the C library of the machine that computes it, which IEEE 754 allows another last digit: PostgreSQL's machine need not have SQLite's
            ceil, ceiling, floor, trunc => `ceil(x)`, `floor(x)`, `trunc(x)` ; not where whole numbers and others mix
            degrees, radians => `x * constant`, as SQLite computes it ; of numbers
            mod => `(x % y)::float8`, NULL where y is 0 ; of whole numbers that a double holds
            pi => a constant
            sqrt => `sqrt(x)`, NULL below 0 ; of numbers; IEEE 754 defines its last digit
            """;
    private static final String JSON = """
            json => the constant itself ; a constant JSON text without blanks
            json_array, json_object, json_quote => `'[' \\|\\| to_json(x)::text \\|\\| …` ; of texts, whole numbers and NULL; not in indexes and generated columns
            json_array_length => `json_array_length(x)`, 0 for what is no array ; a column of type json or jsonb, no path
            json_error_position => 0 ; a column of type json or jsonb
            json_type => by `json_typeof(x)` ; a column of type json, no path
            json_valid => true for `json` and `jsonb`; `x::json IS NOT NULL` for a text ; of a text only where a CHECK fails without it, as in `json_valid(x)`, `x IS NULL OR json_valid(x)`: PostgreSQL refuses the row with another error, and takes JSON of more than 1000 levels
            json_extract, jsonb_extract, ->, ->> ! takes the first of equal keys of the JSON where PostgreSQL takes the last, and gives values whose class depends on the document
            json_array_insert, json_insert, json_patch, json_remove, json_replace, json_set, json_pretty ! writes JSON as SQLite does, in the order and with the blanks that SQLite keeps
            jsonb, jsonb_array, jsonb_array_insert, jsonb_insert, jsonb_object, jsonb_patch, jsonb_remove, jsonb_replace, jsonb_set ! gives SQLite's own binary JSON, a blob that PostgreSQL does not read
            json_each, json_tree, jsonb_each, jsonb_tree ! is a table, not a value
            """;
    private static final String AGGREGATE = """
            avg, count, group_concat, string_agg, sum, total, json_group_array, json_group_object, jsonb_group_array, jsonb_group_object, median, percentile, percentile_cont, percentile_disc, cume_dist, dense_rank, first_value, lag, last_value, lead, nth_value, ntile, percent_rank, rank, row_number ! works on many rows, which no DEFAULT, CHECK, index or generated column of PostgreSQL may
            """;
    private static final String MODULE = """
            bm25, fts3_tokenizer, fts5, fts5_get_locale, fts5_insttoken, fts5_locale, fts5_source_id, highlight, match, matchinfo, offsets, optimize, snippet ! belongs to a full-text search of SQLite
            regexp ! is the application's own
            rtreecheck, rtreedepth, rtreenode, geopoly_area, geopoly_blob, geopoly_json, geopoly_svg, geopoly_bbox, geopoly_contains_point, geopoly_within, geopoly_overlap, geopoly_ccw, geopoly_regular, geopoly_xform, geopoly_group_bbox ! belongs to a spatial index of SQLite
            """;

    private FunctionEntries() {}

    static List<Entry> of(Family family) {
        String lines = switch (family) {
            case CORE -> CORE;
            case DATE -> DATE;
            case MATH -> MATH;
            case JSON -> JSON;
            case AGGREGATE -> AGGREGATE;
            case MODULE -> MODULE;
        };
        return lines.lines().flatMap(line -> line(family, line).stream()).toList();
    }

    private static List<Entry> line(Family family, String line) {
        String[] refused = line.split(" ! ", 2);
        String[] sides = refused.length == 2 ? refused : line.split(" => ", 2);
        String[] parts = sides[1].split(" ; ", 2);
        Optional<String> translation = refused.length == 2 ? Optional.empty() : Optional.of(parts[0]);
        String note = refused.length == 2 ? refused[1] : parts.length == 2 ? parts[1] : "";
        return Arrays.stream(sides[0].split(", ")).map(name -> new Entry(name, family, translation, note)).toList();
    }

    private static List<Operator> operators() {
        return """
                `+ - *` => the same, in `bigint` or `double precision` ; what leaves 64 bits is an error in PostgreSQL, and another number in SQLite
                `/ %` => the same over `NULLIF(y, 0)` ; NULL where y is 0; `%` of whole numbers
                `& \\| ~` => the same over `bigint` ; of whole numbers
                `<< >>` => the same ; by a constant from 0 to 63
                `\\|\\|` => the same ; of texts and whole numbers, and of dates whose form can be written again
                `= == <> != < <= > >=` => the same, with SQLite's affinity and collation ; not where the class of each value decides
                `IS`, `IS NOT`, `IS [NOT] DISTINCT FROM` => `IS [NOT] DISTINCT FROM`
                `IS [NOT] NULL`, `ISNULL`, `NOTNULL` => `IS [NOT] NULL`
                `IS [NOT] TRUE`, `IS [NOT] FALSE` => the same
                `AND OR NOT` => the same ; of numbers and truth values
                `BETWEEN`, `IN (…)` => the same, or comparisons joined with `AND` and `OR` ; an empty list is false
                `LIKE` => `LIKE` over `lower(… COLLATE "C")` ; ESCAPE as a constant sign
                `GLOB` => `~` with a regular expression ; a constant pattern
                `CASE`, `CAST` => the same ; CAST where the class of the value is known
                `COLLATE` => `COLLATE "C"`, `lower(…)`, `rtrim(…)` where the value is compared ; BINARY, NOCASE and RTRIM
                `-> ->>` => not translated ; see `json_extract`
                `REGEXP`, `MATCH` => not translated ; functions of the application, or a full-text search
                """.lines().map(FunctionEntries::operator).toList();
    }

    private static Operator operator(String line) {
        String[] sides = line.split(" => ", 2);
        String[] parts = sides[1].split(" ; ", 2);
        return new Operator(sides[0], parts[0], parts.length == 2 ? parts[1] : "");
    }
}

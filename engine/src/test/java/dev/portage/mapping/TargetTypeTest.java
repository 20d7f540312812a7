package dev.portage.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.mapping.TargetType.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTypeTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            timestamp(3)                | timestamp(3)
            timestamp(0)                | timestamp(0)
            TIMESTAMPTZ ( 2 )           | timestamptz(2)
            timestamp(6)                | timestamp
            timestamp without time zone | timestamp
            time(0)                     | time(0)
            time                        | time
            char(2)                     | char(2)
            character(10)               | char(10)
            char                        | char(1)
            bpchar                      | bpchar
            citext                      | citext
            enum                        | enum
            varchar(20)                 | varchar(20)
            varchar                     | varchar
            numeric(10,2)               | numeric(10,2)
            numeric(5)                  | numeric(5,0)
            int8                        | bigint
            """)
    void a_type_is_read_and_written_again(String text, String sql) {
        TargetType type = TargetType.parse(text);

        assertThat(type.sql()).isEqualTo(sql);
        assertThat(TargetType.parse(sql)).isEqualTo(type);
    }

    @ParameterizedTest
    @ValueSource(strings = {"timestamp(7)", "char(0)", "date(3)", "citext(3)", "enum(1)", "timestamp(3,1)", "text(5)", "money"})
    void what_is_no_type_is_refused_with_the_list_of_those_that_are(String text) {
        assertThatThrownBy(() -> TargetType.parse(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("timestamp[(p)]").hasMessageContaining("char[(n)]").hasMessageContaining("enum");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void a_type_without_numbers_is_read_from_what_it_writes(Kind kind) {
        assertThat(TargetType.parse(TargetType.of(kind).sql())).isEqualTo(TargetType.of(kind));
    }

    @Test
    void neighbouring_times_are_as_far_apart_as_their_digits_say() {
        assertThat(TargetType.of(Kind.TIMESTAMP).grid()).isEqualTo(1);
        assertThat(TargetType.clock(Kind.TIME, 3).grid()).isEqualTo(1_000);
        assertThat(TargetType.clock(Kind.TIMESTAMPTZ, 0).grid()).isEqualTo(1_000_000);
        assertThatThrownBy(() -> TargetType.clock(Kind.DATE, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}

package dev.portage.target;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portage.DefectException;
import dev.portage.PortageException;
import dev.portage.UnreachableException;
import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetErrorsTest {
    @ParameterizedTest
    @CsvSource({"53100,PT-320,disk is full", "53200,PT-321,ran out of memory", "53300,PT-304,no connection left",
            "57P01,PT-322,was stopped", "57P03,PT-322,was stopped", "55P03,PT-323,lock was not free", "57014,PT-324,cancelled",
            "40P01,PT-325,deadlock", "08006,PT-326,connection to PostgreSQL broke", "58030,PT-327,could not write"})
    void an_error_that_passes_says_what_to_mend_and_that_nothing_committed_is_lost(String state, String code, String words) {
        SQLException error = new SQLException("could not write", state);

        PortageException ours = TargetErrors.unreachableOr(error, "copying table users");

        assertThat(ours).isInstanceOf(UnreachableException.class);
        assertThat(ours.line()).startsWith(code).contains(words, "while copying table users", state,
                "type the same command again");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            22P02 | ERROR: invalid input syntax for type integer: "canary"
            22003 | ERROR: value "canary" is out of range for type integer
            23505 | ERROR: duplicate key: canary
            """)
    void a_data_error_is_a_defect_that_repeats_no_value(String state, String message) {
        PortageException ours = TargetErrors.unreachableOr(new SQLException(message, state), "copying table users");

        assertThat(ours).isInstanceOf(DefectException.class);
        assertThat(ours.line() + ours.getCause()).contains(state).doesNotContain("canary");
    }

    @ParameterizedTest
    @CsvSource({"42P01", "0A000"})
    void any_other_error_is_a_defect_with_its_message(String state) {
        PortageException ours = TargetErrors.unreachableOr(new SQLException("no such thing", state), "asking");

        assertThat(ours.exitCode()).isEqualTo(70);
        assertThat(ours.line()).contains("no such thing", state);
    }
}

package dev.portage.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portage.ConfigException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetAddressTest {
    private static final Map<String, String> NOBODY = Map.of("PGUSER", "operator");

    private static TargetAddress.Server server(String url) {
        return (TargetAddress.Server) TargetAddress.parse(url, NOBODY);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            postgresql://ann@db.example:6432/shop      | db.example:6432/shop as ann
            postgres://ann@db.example/shop             | db.example:5432/shop as ann
            POSTGRESQL://ann@db.example                | db.example:5432/ann as ann
            postgresql://db.example:/shop              | db.example:5432/shop as operator
            postgresql://ann@[2001:db8::1]:6432/shop   | [2001:db8::1]:6432/shop as ann
            postgresql://ann@[::1]/shop                | [::1]:5432/shop as ann
            postgresql://a%40b@db.example/my%20shop%2f | db.example:5432/my shop/ as a@b
            postgresql://ann@db.example/a+b            | db.example:5432/a+b as ann
            """)
    void a_url_is_read_as_libpq_reads_it(String url, String display) {
        assertThat(server(url).display()).isEqualTo(display);
    }

    @Test
    void the_display_never_repeats_options() {
        TargetAddress.Server server = server("postgresql://ann@db.example/shop?sslmode=require&passfile=/home/ann/p%20w");

        assertThat(server.options()).containsEntry("sslmode", "require").containsEntry("passfile", "/home/ann/p w");
        assertThat(server.toString()).isEqualTo("db.example:5432/shop as ann");
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql://ann:canary@db.example/shop", "postgresql://ann:ca@nary@db.example/shop",
            "postgresql://ann:canary%@db.example/shop", "postgresql://ann:x/canary@db.example/shop",
            "postgresql://ann@db.example/shop?password=canary", "postgresql://ann@db.example/shop?sslPassword=canary"})
    void a_password_in_the_url_is_refused_and_not_repeated(String url) {
        ConfigException error = catchThrowableOfType(ConfigException.class, () -> server(url));

        assertThat(error.code()).isEqualTo("PT-120");
        assertThat(error.line()).contains("PGPASSWORD", "--password-file").doesNotContain("canary").doesNotContain("nary");
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql://ann:canary?x@db.example/shop", "postgresql://ann:99?canary@db.example/shop",
            "postgresql://[canary]/shop", "postgresql://can ary/shop", "canary://db.example", "postgresql://db/%zzcanary",
            "postgresql://db/canary%00", "postgresql://db/canary%ff", "postgresql:///canary", "postgresql://canary,other/shop",
            "postgresql://db:0/canary", "postgresql://db:65536/canary", "postgresql://db/x?sslmode=canary",
            "postgresql://db/x?connect_timeout=canary", "postgresql://db/x?sslmode=require&sslmode=canary"})
    void a_mistyped_url_is_refused_without_repeating_any_of_it(String url) {
        ConfigException error = catchThrowableOfType(ConfigException.class, () -> server(url));

        assertThat(error.code()).isIn("PT-121", "PT-122");
        assertThat(error.line()).doesNotContain("canary");
    }

    @ParameterizedTest
    @ValueSource(strings = {"options", "socketFactory", "sslfactory", "loggerFile", "host", "user"})
    void an_option_that_could_run_code_or_change_values_is_refused_by_its_name(String option) {
        assertThatThrownBy(() -> server("postgresql://db/x?" + option + "=1")).isInstanceOf(ConfigException.class)
                .hasMessageContaining("the option " + option);
    }

    @ParameterizedTest
    @CsvSource({"localhost,true", "LOCALHOST,true", "127.0.0.1,true", "127.9.8.7,true", "[::1],true", "db.example,false",
            "127.0.0.1.example,false", "10.0.0.1,false"})
    void only_this_machine_is_loopback(String host, boolean expected) {
        assertThat(server("postgresql://ann@" + host + "/shop").isLoopback()).isEqualTo(expected);
    }

    @Test
    void a_password_in_the_environments_url_is_taken_and_never_shown() {
        TargetAddress.Server server = (TargetAddress.Server) TargetAddress.fromDatabaseUrl("postgres://ann:can%20ary@db/shop",
                NOBODY);

        assertThat(server.password()).isNotNull().hasToString("***");
        assertThat(new Passwords(null, Map.of(), Path.of("nowhere")).find(server)).get().extracting(Secret::reveal)
                .isEqualTo("can ary");
        assertThat(server.toString()).doesNotContain("ary");
    }

    @Test
    void an_embedded_address_is_its_folder() {
        assertThat(TargetAddress.parse("embedded:pg")).isEqualTo(new TargetAddress.Embedded(Path.of("pg").toAbsolutePath()));
        assertThat(TargetAddress.parse("embedded:pg").display()).startsWith("embedded PostgreSQL in ").endsWith("pg");
        assertThat(TargetAddress.fromDatabaseUrl("embedded:pg", NOBODY)).isInstanceOf(TargetAddress.Embedded.class);
        assertThatThrownBy(() -> TargetAddress.parse("embedded:")).isInstanceOf(ConfigException.class)
                .hasMessageContaining("names no folder");
    }
}

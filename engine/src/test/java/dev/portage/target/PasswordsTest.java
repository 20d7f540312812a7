package dev.portage.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PasswordsTest {
    private static final TargetAddress.Server SHOP = new TargetAddress.Server("db", 5432, "shop", "ann", Map.of(), null);

    @TempDir
    Path folder;

    private Path file(String name, String text, String permissions) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private Optional<String> find(@Nullable Path file, Map<String, String> environment, TargetAddress.Server server) {
        return new Passwords(file, environment, folder).find(server).map(Secret::reveal);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            db:5432:shop:ann:right                    | right
            *:*:*:*:right                             | right
            db:5433:shop:ann:wrong                    |
            db:5432:shop:bob:wrong                    |
            \\*:*:*:*:wrong                           |
            db:5432:sh\\op:ann:right                  | right
            db:5432:shop:ann:a\\:b\\\\c:d             | a:b\\c:d
            db:5432:shop:ann                          |
            #*:*:*:*:wrong                            |
            """)
    void a_line_of_the_pgpass_file_fits_as_in_libpq(String line, @Nullable String expected) throws IOException {
        file(".pgpass", "other:1:x:y:wrong\n" + line + "\n*:*:nothing:*:wrong\n", "rw-------");

        assertThat(find(null, Map.of(), SHOP)).isEqualTo(Optional.ofNullable(expected));
    }

    @Test
    void the_first_place_that_has_a_password_wins() throws IOException {
        Path option = file("option", "from the option\n", "rw-------");
        Path named = file("named", "*:*:*:*:from the url's file", "rw-------");
        Path variable = file("variable", "*:*:*:*:from the variable's file", "r--------");
        file(".pgpass", "*:*:*:*:from home", "rw-------");
        Map<String, String> both = Map.of("PGPASSWORD", "from the variable", "PGPASSFILE", variable.toString());
        Map<String, String> fileOnly = Map.of("PGPASSFILE", variable.toString());
        TargetAddress.Server withFile = new TargetAddress.Server("db", 5432, "shop", "ann", Map.of("passfile", named.toString()),
                null);
        TargetAddress.Server withPassword = new TargetAddress.Server("db", 5432, "shop", "ann", Map.of(),
                Secret.of("from DATABASE_URL"));

        assertThat(find(option, both, withPassword)).contains("from the option");
        assertThat(find(null, both, withPassword)).contains("from the variable");
        assertThat(find(null, fileOnly, withPassword)).contains("from DATABASE_URL");
        assertThat(find(null, fileOnly, withFile)).contains("from the url's file");
        assertThat(find(null, fileOnly, SHOP)).contains("from the variable's file");
        assertThat(find(null, Map.of(), SHOP)).contains("from home");
    }

    @Test
    void no_password_anywhere_is_no_error() {
        assertThat(find(null, Map.of(), SHOP)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"rw-r--r--", "rw--w----", "rw-----w-"})
    void a_password_file_that_others_may_open_is_refused_with_the_command_that_mends_it(String permissions) throws IOException {
        Path open = file("open", "canary", permissions);

        assertThatThrownBy(() -> find(open, Map.of(), SHOP)).isInstanceOfSatisfying(ConfigException.class, error -> {
            assertThat(error.code()).isEqualTo("PT-123");
            assertThat(error.line()).contains("chmod 600 " + open).doesNotContain("canary");
        });
    }

    @Test
    void a_password_file_that_is_missing_is_named() {
        assertThatThrownBy(() -> find(folder.resolve("gone"), Map.of(), SHOP)).isInstanceOf(ConfigException.class)
                .hasMessageContaining("gone");
    }

    @Test
    void the_password_of_DATABASE_URL_serves_only_the_very_same_target(@TempDir Path home) {
        Map<String, String> environment = Map.of("DATABASE_URL", "postgres://ann:in-the-url@db.example:5433/shop");
        Passwords passwords = new Passwords(null, environment, home);

        assertThat(passwords.find(server("postgresql://ann@db.example:5433/shop")).map(Secret::reveal)).contains("in-the-url");
        assertThat(passwords.find(server("postgresql://ann@db.example:5433/other"))).isEmpty();
        assertThat(passwords.find(server("postgresql://bob@db.example:5433/shop"))).isEmpty();
        assertThat(passwords.find(server("postgresql://ann@db.example/shop"))).isEmpty();
    }

    @Test
    void options_of_the_applications_driver_do_not_matter_and_other_urls_are_left_alone(@TempDir Path home) {
        Map<String, String> environment = Map.of("DATABASE_URL", "postgres://ann:secret@db/shop?schema=public&pgbouncer=true");

        assertThat(new Passwords(null, environment, home).find(server("postgresql://ann@db/shop")).map(Secret::reveal))
                .contains("secret");
        assertThat(new Passwords(null, Map.of("DATABASE_URL", "file:./dev.db"), home).find(server("postgresql://ann@db/shop")))
                .isEmpty();
        assertThat(new Passwords(null, Map.of("DATABASE_URL", "postgres://db:port/x"), home)
                .find(server("postgresql://ann@db/shop")))
                .isEmpty();
    }

    private static TargetAddress.Server server(String target) {
        return (TargetAddress.Server) TargetAddress.parse(target, Map.of());
    }
}

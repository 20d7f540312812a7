package dev.portage.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portage.ConfigException;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class TlsTest {
    private static Tls tls(String url, Map<String, String> environment) {
        return Tls.of((TargetAddress.Server) TargetAddress.parse(url, environment), environment);
    }

    @Test
    void another_machine_must_show_a_valid_certificate_by_default() {
        assertThat(tls("postgresql://ann@db.example/shop", Map.of()).text()).isEqualTo("verify-full (default)");
    }

    @Test
    void this_machine_may_speak_plainly() {
        assertThat(tls("postgresql://ann@127.0.0.1/shop", Map.of()).text()).isEqualTo("prefer (default)");
    }

    @Test
    void a_weaker_mode_is_taken_where_the_user_names_it_and_says_where() {
        Map<String, String> variable = Map.of("PGSSLMODE", "require");

        assertThat(tls("postgresql://ann@db/shop", variable).text()).isEqualTo("require (PGSSLMODE)");
        assertThat(tls("postgresql://ann@db/shop?sslmode=disable", variable).text()).isEqualTo("disable (the URL)");
        assertThatThrownBy(() -> tls("postgresql://ann@db/shop", Map.of("PGSSLMODE", "maybe")))
                .isInstanceOf(ConfigException.class);
    }

    @Test
    void certificates_are_checked_against_the_named_file_or_else_the_jvms() {
        Properties named = new Properties();
        Properties system = new Properties();

        tls("postgresql://ann@db/shop?sslrootcert=/etc/ca.pem", Map.of()).addTo(named);
        tls("postgresql://ann@db/shop?sslrootcert=system", Map.of()).addTo(system);

        assertThat(named).containsEntry("sslrootcert", "/etc/ca.pem").doesNotContainKey("sslfactory");
        assertThat(system).containsEntry("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory")
                .doesNotContainKey("sslrootcert");
    }
}

package dev.tollgate.adapters.persistence.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://ann:secret@db:5432/litellm",
                "postgres://ann:secret@db:5432/litellm",
                "POSTGRESQL://ann:secret@db/litellm",
                "  postgresql://ann:secret@db:5432/litellm\n",
                "postgresql+asyncpg://ann:secret@db/litellm",
                "postgresql://ann:secret@db:/litellm?",
                "jdbc:postgresql://db/litellm?user=ann&password=secret",
                "jdbc:postgresql://ann:secret@db:5432/litellm",
                "postgresql://%61nn:s%65cret@db/lite%6clm"
            })
    void forms_that_people_write_mean_the_same(String written) {
        DatabaseUrl url = DatabaseUrl.parse(written);

        assertThat(url.jdbc()).startsWith("jdbc:postgresql://db:5432/litellm?");
        assertThat(url.user()).isEqualTo("ann");
        assertThat(url.password().reveal()).isEqualTo("secret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "p%40ss%2Fw%3Ard p@ss/w:rd",
                "p@ss p@ss",
                "p/a?s#s p/a?s#s",
                "100% 100%",
                "a%zzb a%zzb",
                "a+b a+b",
                "s%C3%A4ge säge",
                "%FF %FF"
            })
    void passwords_are_taken_percent_encoded_or_as_they_are(String written, String password) {
        DatabaseUrl url = DatabaseUrl.parse("postgresql://ann:" + written + "@db/litellm");

        assertThat(url.password().reveal()).isEqualTo(password);
        assertThat(url.jdbc()).startsWith("jdbc:postgresql://db:5432/litellm?");
    }

    @Test
    void an_at_sign_in_a_parameter_ends_no_password() {
        DatabaseUrl url = DatabaseUrl.parse("postgresql://db/litellm?user=ann@corp&password=s@t");

        assertThat(url.user()).isEqualTo("ann@corp");
        assertThat(url.password().reveal()).isEqualTo("s@t");
    }

    @Test
    void several_hosts_and_addresses_are_taken() {
        assertThat(DatabaseUrl.parse("postgresql://u@a,b:5433,[::1]:6000/x").jdbc())
                .startsWith("jdbc:postgresql://a:5432,b:5433,[::1]:6000/x?");
    }

    @Test
    void parameters_of_libpq_and_the_driver_go_to_the_driver() {
        assertThat(
                        DatabaseUrl.parse(
                                        "postgresql://u@h/x?sslmode=verify-full&sslrootcert=/etc/ca.pem&connect_timeout=9&application_name=gate%20way&target_session_attrs=read-write")
                                .jdbc())
                .contains("sslmode=verify-full")
                .contains("sslrootcert=%2Fetc%2Fca.pem")
                .contains("connectTimeout=9")
                .contains("ApplicationName=gate%20way")
                .contains("targetServerType=primary");
    }

    @Test
    void parameters_of_prisma_mean_what_they_mean_there() {
        DatabaseUrl url =
                DatabaseUrl.parse(
                        "postgresql://u@h/x?schema=litellm&connection_limit=3&pool_timeout=20&pgbouncer=true&sslaccept=strict");

        assertThat(url.schema()).isEqualTo("litellm");
        assertThat(url.poolSize()).isEqualTo(3);
        assertThat(url.throughPooler()).isTrue();
        assertThat(url.jdbc()).contains("prepareThreshold=0").contains("sslmode=verify-full");
        assertThat(url.ignored()).containsExactly("pool_timeout");
    }

    @Test
    void without_parameters_the_usual_holds() {
        DatabaseUrl url = DatabaseUrl.parse("postgresql://u@h/x");

        assertThat(url.schema()).isEqualTo("public");
        assertThat(url.poolSize()).isEqualTo(10);
        assertThat(url.throughPooler()).isFalse();
        assertThat(url.ignored()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mysql://ann:canary@db/x|another kind of database (mysql)",
                "file:./canary.db|another kind of database",
                "prisma://x?api_key=canary|Prisma's own proxy",
                "canary|is not a database URL",
                "postgresql:ann:canary@db/x|lacks the //",
                "postgresql://ann:canary@db|names no database",
                "postgresql://db/x?password=canary|names no user",
                "postgresql://ann:canary@/x|names no host",
                "postgresql://ann:canary@db:99999/x|port",
                "postgresql://ann:canary@db:54a/x|percent-encode",
                "postgresql://ann:canary@d b/x|percent-encode",
                "postgresql://ann:canary/x|percent-encode",
                "postgresql://ann:canary@db/x?sslmode=yes|sslmode",
                "postgresql://ann:canary@db/x?connection_limit=many|connection_limit",
                "postgresql://ann:canary@db/x?connection_limit=0|from 1 to 500",
                "postgresql://ann:canary@db/x?host=/var/run|Unix socket",
                "postgresql://ann:canary@db/x?host=other|host in a parameter"
            })
    void wrong_ones_are_refused_in_one_line_without_the_password(String written, String reason) {
        assertThatThrownBy(() -> DatabaseUrl.parse(written))
                .isInstanceOf(BadDatabaseUrl.class)
                .hasMessageContaining(reason)
                .message()
                .doesNotContain("canary", "\n");
    }

    @Test
    void a_printed_url_shows_no_secret() {
        DatabaseUrl url = DatabaseUrl.parse("postgresql://a:canary1@h/x?sslpassword=canary2");

        assertThat(url.toString()).contains("h:5432/x").doesNotContain("canary");
    }
}

package dev.tollgate.bootstrap.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.adapters.persistence.postgres.DatabaseUrl;
import dev.tollgate.bootstrap.settings.TollgateSettings;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Nothing here starts a container: what is held are the facts that the files share with each other
/// and with the gateway.
class DeploymentFilesIT {
    private static final Path SOURCES = Path.of("..");
    private static final Pattern EXACT = Pattern.compile(":\\d+(\\.\\d+)+");
    private static final Pattern SECRET =
            Pattern.compile("(?i).*(key|secret|password|token|database_url).*");
    private static final String PORT = "4000";

    private final ImageFile image = ImageFile.read(SOURCES.resolve("Dockerfile"));
    private final ComposeFile compose = ComposeFile.read(SOURCES.resolve("compose.yaml"));

    DeploymentFilesIT() throws IOException {}

    private static String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as("%s in %s", pattern, text).isTrue();
        return matcher.group(1);
    }

    @Test
    void the_image_has_the_java_that_the_sources_are_for() throws IOException {
        String pom = Files.readString(SOURCES.resolve("pom.xml"));
        String release = first(Pattern.compile("<maven.compiler.release>(\\d+)<"), pom);
        List<String> stages = image.all("FROM");

        assertThat(stages).hasSize(2);
        assertThat(stages.getFirst())
                .contains("eclipse-temurin-" + release + "-")
                .endsWith("build");
        assertThat(first(Pattern.compile("temurin:(\\d+)\\."), stages.getLast()))
                .isEqualTo(release);
    }

    @Test
    void every_image_is_named_by_an_exact_version() throws IOException {
        assertThat(image.all("FROM")).allSatisfy(it -> assertThat(it).containsPattern(EXACT));
        String own = "tollgate:" + version();
        assertThat(compose.services().values())
                .extracting(it -> String.valueOf(ComposeFile.map(it).get("image")))
                .contains(own)
                .allSatisfy(it -> assertThat(it).containsPattern(EXACT));
    }

    private static String version() throws IOException {
        Pattern version = Pattern.compile("<artifactId>tollgate</artifactId>\\s*<version>([^<]+)<");
        return first(version, Files.readString(SOURCES.resolve("pom.xml")));
    }

    @Test
    void the_port_is_the_gateways_own_everywhere() {
        Map<String, Object> gateway = compose.service("tollgate");

        assertThat(image.one("EXPOSE")).isEqualTo(PORT);
        assertThat(compose.environment("tollgate")).containsEntry("PORT", PORT);
        assertThat(ComposeFile.list(gateway.get("ports")))
                .extracting(it -> ComposeFile.byDefault(String.valueOf(it)))
                .isEqualTo(List.of(PORT + ":" + PORT));
        assertThat(compose.service("db")).doesNotContainKey("ports");
    }

    @Test
    void the_gateway_runs_without_rights_and_writes_to_its_data_only() {
        Map<String, Object> gateway = compose.service("tollgate");
        String data = image.one("VOLUME");

        assertThat(image.one("USER")).matches("[1-9]\\d*:[1-9]\\d*");
        assertThat(image.all("ENV")).contains("TOLLGATE_DATA_DIR=" + data);
        assertThat(gateway)
                .containsEntry("read_only", true)
                .containsEntry("cap_drop", List.of("ALL"))
                .containsEntry("tmpfs", List.of("/tmp"))
                .containsEntry("security_opt", List.of("no-new-privileges:true"))
                .doesNotContainKey("privileged");
        assertThat(ComposeFile.list(gateway.get("volumes")).stream().map(String::valueOf))
                .contains("data:" + data)
                .filteredOn(it -> !it.equals("data:" + data))
                .allSatisfy(it -> assertThat(it).contains("read_only=true"));
    }

    @Test
    void a_container_is_not_killed_while_calls_may_still_run() {
        TollgateSettings usual = TollgateSettings.DEFAULT;
        Duration given =
                Duration.parse("PT" + compose.service("tollgate").get("stop_grace_period"));

        assertThat(image.one("STOPSIGNAL")).isEqualTo("SIGTERM");
        assertThat(given).isGreaterThan(usual.shutdownDelay().plus(usual.shutdownGrace()));
    }

    @Test
    void two_lines_in_the_environments_file_are_enough() {
        assertThat(compose.demanded()).isEqualTo(Set.of("LITELLM_MASTER_KEY", "LITELLM_SALT_KEY"));
        assertThat(compose.service("tollgate")).containsEntry("env_file", ".env");
    }

    @Test
    void the_gateway_asks_for_the_database_that_is_made() {
        Map<String, Object> made = compose.environment("db");
        DatabaseUrl asked =
                DatabaseUrl.parse(
                        ComposeFile.byDefault(
                                String.valueOf(
                                        compose.environment("tollgate").get("DATABASE_URL"))));

        assertThat(asked.place()).isEqualTo("db:5432/" + made.get("POSTGRES_DB"));
        assertThat(asked.user()).isEqualTo(made.get("POSTGRES_USER"));
        assertThat(asked.password().reveal())
                .isEqualTo(ComposeFile.byDefault(String.valueOf(made.get("POSTGRES_PASSWORD"))));
        assertThat(ComposeFile.map(ComposeFile.map(compose.root().get("networks")).get("database")))
                .containsEntry("internal", true);
    }

    @Test
    void no_secret_is_written_down() {
        for (String service : compose.services().keySet()) {
            assertThat(compose.environment(service).entrySet())
                    .filteredOn(it -> SECRET.matcher(it.getKey()).matches())
                    .isNotEmpty()
                    .allSatisfy(
                            it -> assertThat(String.valueOf(it.getValue())).matches("\\$\\{.*}"));
        }
        assertThat(image.instructions())
                .filteredOn(it -> Set.of("ENV", "ARG").contains(it.name()))
                .isNotEmpty()
                .allSatisfy(it -> assertThat(it.value()).doesNotMatch(SECRET));
    }

    @Test
    void what_is_copied_into_the_image_is_there_and_let_in_and_no_secret_is() throws IOException {
        List<String> rules = Files.readAllLines(SOURCES.resolve(".dockerignore"));

        assertThat(rules).contains("*", "**/.env", "**/.tollgate", "**/target");
        assertThat(image.copied())
                .contains("tollgate")
                .filteredOn(it -> !it.equals("."))
                .allSatisfy(
                        it -> {
                            assertThat(SOURCES.resolve(it)).exists();
                            assertThat(rules).contains("!" + it.replaceFirst("/.*", ""));
                        });
        String pom = Files.readString(SOURCES.resolve("pom.xml"));
        assertThat(Pattern.compile("<module>([^<]+)</module>").matcher(pom).results())
                .extracting(it -> it.group(1))
                .isNotEmpty()
                .allSatisfy(it -> assertThat(rules).containsAnyOf("!" + it, "!" + it + "/pom.xml"));
    }
}

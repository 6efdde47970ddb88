package dev.tollgate.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The health check of the image, run against a gateway as a container's engine runs it.
class ContainerHealthIT {
    private static final Path CHECK = Path.of("../bootstrap/src/main/container/healthcheck");
    private static final Pattern ASKED =
            Pattern.compile("\"/opt/tollgate/healthcheck\", \"(/[^\"]*)\"");
    private static final String CONFIG =
            """
            model_list:
              - model_name: demo
                litellm_params: {model: openai/demo, mock_response: hello}
            tollgate_settings: {storage: memory}
            """;

    private static boolean healthy(int port, String path, Map<String, String> more)
            throws Exception {
        ProcessBuilder check =
                new ProcessBuilder(CHECK.toString(), path)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        check.environment().clear();
        check.environment().put("PORT", String.valueOf(port));
        check.environment().putAll(more);
        return check.start().waitFor() == 0;
    }

    private static Set<String> asked() throws IOException {
        Set<String> paths = new TreeSet<>();
        for (String file : Set.of("../Dockerfile", "../compose.yaml")) {
            ASKED.matcher(Files.readString(Path.of(file)))
                    .results()
                    .forEach(it -> paths.add(it.group(1)));
        }
        return paths;
    }

    @Test
    void a_gateway_is_healthy_by_the_paths_that_the_files_name_and_by_no_other() throws Exception {
        try (RunningGateway gateway = RunningGateway.of(CONFIG, Map.of())) {
            assertThat(asked()).hasSize(2);
            for (String path : asked()) {
                assertThat(healthy(gateway.port(), path, Map.of())).as(path).isTrue();
            }
            assertThat(healthy(gateway.port(), "/nothing/here", Map.of())).isFalse();
        }
    }

    @Test
    void with_tls_a_gateway_is_healthy_that_takes_connections_and_else_it_is_not()
            throws Exception {
        int port;
        Map<String, String> tls = Map.of("SSL_CERTFILE_PATH", "/cert.pem");
        try (RunningGateway gateway = RunningGateway.of(CONFIG, Map.of())) {
            port = gateway.port();
            assertThat(healthy(port, "/nothing/here", tls)).isTrue();
        }
        assertThat(healthy(port, "/health/liveliness", tls)).isFalse();
        assertThat(healthy(port, "/health/liveliness", Map.of())).isFalse();
    }
}

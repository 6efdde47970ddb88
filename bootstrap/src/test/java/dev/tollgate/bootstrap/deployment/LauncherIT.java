package dev.tollgate.bootstrap.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// The launcher of a distribution, with a Java that only writes down how it was called.
class LauncherIT {
    private static final String NOTING_JAVA =
            """
            #!/bin/sh
            { echo "in $(pwd)"; echo "database ${DATABASE_URL:-none}"; } > "$(dirname "$0")/../$(
                case "$*" in *TrainingRun*) echo training ;; *) echo start ;; esac)"
            """;

    @TempDir private Path folder;

    @Test
    void the_training_run_sees_nothing_of_the_database_that_the_gateway_is_started_with()
            throws Exception {
        Path home = distribution();
        Path elsewhere = Files.createDirectory(folder.resolve("else where"));
        ProcessBuilder launcher =
                new ProcessBuilder(home.resolve("tollgate").toString())
                        .directory(elsewhere.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("said").toFile());
        launcher.environment().put("JAVA_HOME", folder.resolve("java").toString());
        launcher.environment().put("DATABASE_URL", "postgresql://somewhere/books");
        Process process = launcher.start();

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(noted("training"))
                .contains("database none")
                .doesNotContain(elsewhere.getFileName().toString());
        assertThat(noted("start"))
                .contains("database postgresql://somewhere/books", elsewhere.getFileName() + "");
    }

    private Path distribution() throws Exception {
        Path home = Files.createDirectory(folder.resolve("home"));
        Files.createDirectory(home.resolve("lib"));
        Files.createFile(home.resolve("lib/tollgate.jar"));
        Files.createFile(home.resolve("jvm.options"));
        executable(home.resolve("tollgate"), Files.readString(Path.of("..", "tollgate")));
        Files.createDirectories(folder.resolve("java/bin"));
        Files.writeString(folder.resolve("java/release"), "JAVA_VERSION=\"25.0.1\"\n");
        executable(folder.resolve("java/bin/java"), NOTING_JAVA);
        return home;
    }

    private static void executable(Path file, String script) throws Exception {
        Files.writeString(file, script);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private String noted(String call) throws Exception {
        return Files.readString(folder.resolve("java").resolve(call));
    }
}

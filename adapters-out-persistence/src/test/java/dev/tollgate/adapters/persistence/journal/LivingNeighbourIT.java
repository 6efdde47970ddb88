package dev.tollgate.adapters.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Two processes with one data directory, as replicas on one machine have it.
class LivingNeighbourIT {
    private static final String HELD = "held";

    @TempDir Path root;

    /// Holds a directory until it is killed.
    public static void main(String[] arguments) throws Exception {
        InstanceDirectory own = InstanceDirectory.make(Path.of(arguments[0]), "neighbour");
        System.out.println(HELD);
        int _ = System.in.read();
        own.close();
    }

    private Process neighbour() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LivingNeighbourIT.class.getName(),
                        root.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    @Test
    void a_directory_is_taken_over_when_its_process_is_gone_and_not_before() throws Exception {
        Process neighbour = neighbour();
        Path directory = root.toRealPath().resolve("neighbour");
        try (BufferedReader told = neighbour.inputReader()) {
            assertThat(told.readLine()).isEqualTo(HELD);

            assertThat(InstanceDirectory.takeOver(directory)).isEmpty();
            assertThat(InstanceDirectory.takeOver(directory)).as("asked again").isEmpty();
        } finally {
            neighbour.destroyForcibly().waitFor();
        }

        Optional<InstanceDirectory> free = InstanceDirectory.takeOver(directory);

        assertThat(free).isPresent();
        free.get().remove();
        assertThat(directory).doesNotExist();
    }
}

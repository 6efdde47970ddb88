package dev.tollgate.bootstrap.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.bootstrap.Main;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A gateway in a process of its own, as its users run it, with an empty environment and nobody at
/// its terminal.
public final class SpawnedGateway implements AutoCloseable {
    /// Many times what anything here takes on an idle machine.
    private static final long PATIENCE_SECONDS = 60;

    private static final Pattern LISTENING = Pattern.compile("listens on https?://[^:]+:(\\d+)\\s");

    private final Process process;
    private final Path out;
    private final Path err;

    private SpawnedGateway(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /// Starts it in this folder, where `config.yaml` is found without being named.
    static SpawnedGateway start(Path folder, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(Main.class.getName());
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        builder.environment().clear();
        return new SpawnedGateway(builder.start(), out, err);
    }

    /// Starts it on a free port of the loopback address and waits until it says that it listens.
    public static SpawnedGateway listening(Path folder, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("--host", "127.0.0.1", "--port", "0"));
        all.addAll(List.of(arguments));
        SpawnedGateway gateway = start(folder, all.toArray(String[]::new));
        try {
            await("it listens", gateway::saysThatItListens);
        } catch (Throwable e) {
            gateway.process.destroyForcibly();
            throw e;
        }
        return gateway;
    }

    public static void await(String what, Callable<Boolean> condition) throws Exception {
        long start = System.nanoTime();
        while (!condition.call()) {
            assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start))
                    .as("seconds waited until " + what)
                    .isLessThan(PATIENCE_SECONDS);
            Thread.sleep(50);
        }
    }

    private boolean saysThatItListens() throws IOException {
        assertThat(process.isAlive()).as(out() + err()).isTrue();
        return LISTENING.matcher(out()).find();
    }

    public int port() throws IOException {
        Matcher line = LISTENING.matcher(out());
        assertThat(line.find()).isTrue();
        return Integer.parseInt(line.group(1));
    }

    public String out() throws IOException {
        return Files.readString(out);
    }

    public String err() throws IOException {
        return Files.readString(err);
    }

    /// Ends it as `kill -9` does.
    public void kill() throws Exception {
        process.destroyForcibly();
        exitCode();
    }

    void terminate() {
        process.destroy();
    }

    void hangUp() throws Exception {
        int code =
                new ProcessBuilder("kill", "-HUP", Long.toString(process.pid())).start().waitFor();
        assertThat(code).isZero();
    }

    /// Waits for the end of the process.
    int exitCode() throws Exception {
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("it ends").isTrue();
        return process.exitValue();
    }

    /// Ends it at once. Whatever it went through, it has shown nobody a stack trace.
    @Override
    public void close() throws Exception {
        process.destroyForcibly();
        exitCode();
        assertThat((out() + "\n" + err()).lines())
                .noneMatch(line -> line.startsWith("\tat ") || line.startsWith("Exception in"));
    }
}

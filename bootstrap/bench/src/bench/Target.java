package bench;

import com.sun.tools.attach.VirtualMachine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// A process that is measured, or the upstream itself.
///
/// @param name its row in the table
/// @param pid the process; 0 for what is not measured
record Target(String name, long pid, int port, String path, String streamPath, String key) {
    private static final long TICK_MICROS = 10_000;

    Caller caller(String at, byte[] body) throws IOException {
        return new Caller(port, at, key, body);
    }

    /// The same process as another row.
    Target called(String row) {
        return new Target(row, pid, port, path, streamPath, key);
    }

    Target streamingAt(String at) {
        return new Target(name, pid, port, path, at, key);
    }

    /// User and system time so far, in microseconds.
    long cpuMicros() throws IOException {
        return micros(pid, false);
    }

    /// User and system time of a process so far, in microseconds.
    ///
    /// @param children whether that of its children is in it that have ended
    static long micros(long pid, boolean children) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long ticks = 0;
        for (int i = 11; i < (children ? 15 : 13); i++) {
            ticks += Long.parseLong(fields[i]);
        }
        return ticks * TICK_MICROS;
    }

    /// Resident memory, in megabytes.
    double rssMegabytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
            }
        }
        return Double.NaN;
    }

    /// Bytes that all threads of a Java process have allocated.
    ///
    /// @param agent the jar with [AllocationAgent]
    long allocatedBytes(Path agent) throws Exception {
        Path file = agent.resolveSibling("allocated");
        VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
        try {
            machine.loadAgent(agent.toString(), file.toString());
        } finally {
            machine.detach();
        }
        return Long.parseLong(Files.readString(file));
    }

    /// Closed loop with wrk.
    ///
    /// @return CPU microseconds of this process per completed request
    double cpuPerRequest(Path script, int connections, int seconds)
            throws IOException, InterruptedException {
        long before = cpuMicros();
        long requests = wrk(script, connections, seconds);
        return (cpuMicros() - before) / (double) requests;
    }

    /// @return how many requests were answered
    /// @throws IOException if one was not
    long wrk(Path script, int connections, int seconds) throws IOException, InterruptedException {
        Process wrk =
                new ProcessBuilder(
                                "wrk",
                                "-t1",
                                "-c" + connections,
                                "-d" + seconds,
                                "-s",
                                script.toString(),
                                "http://127.0.0.1:" + port + path)
                        .redirectErrorStream(true)
                        .start();
        String out = new String(wrk.getInputStream().readAllBytes());
        wrk.waitFor(seconds + 60L, TimeUnit.SECONDS);
        if (out.contains("Non-2xx") || out.contains("Socket errors")) {
            throw new IOException(name + ": wrk saw failures:\n" + out);
        }
        return Long.parseLong(out.replaceAll("(?s).*?(\\d+) requests in .*", "$1"));
    }
}

package bench;

import com.sun.management.ThreadMXBean;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/// Loaded into a measured process: writes down how many bytes all its threads have allocated. What
/// virtual threads allocate is counted with the threads that carry them.
final class AllocationAgent {
    private AllocationAgent() {}

    /// @param file where to write the number
    public static void agentmain(String file) throws IOException {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Files.writeString(Path.of(file), Long.toString(threads.getTotalThreadAllocatedBytes()));
    }
}

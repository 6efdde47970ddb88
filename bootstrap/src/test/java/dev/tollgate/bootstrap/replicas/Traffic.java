package dev.tollgate.bootstrap.replicas;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Callers that ask again and again, each the same replica, until they are stopped.
final class Traffic implements AutoCloseable {
    private static final int EACH = 4;
    private static final long REST = TimeUnit.MILLISECONDS.toNanos(20);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<Integer>> callers = new ArrayList<>();
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final AtomicInteger whole = new AtomicInteger();
    private volatile boolean over;

    /// @param mark what all calls are known by
    /// @param maxTokens the bound of every call; 0: none
    Traffic(Replicas replicas, Crowd crowd, String key, String mark, long maxTokens) {
        for (int i = 0; i < EACH * replicas.count(); i++) {
            Call first =
                    new Call(mark + i, key, i % replicas.count(), i % (2 * EACH) < EACH, maxTokens);
            callers.add(threads.submit(() -> goOn(crowd, first)));
        }
    }

    private int goOn(Crowd crowd, Call first) throws Exception {
        int asked = 0;
        while (!over) {
            Answer answer = crowd.ask(first.marked(first.mark() + "." + asked++));
            answers.add(answer);
            if (answer.whole()) {
                whole.incrementAndGet();
            }
            LockSupport.parkNanos(REST);
        }
        return asked;
    }

    /// How many answers were seen to their end.
    int whole() {
        return whole.get();
    }

    /// Lets the running calls end.
    ///
    /// @return all answers
    List<Answer> stop() throws Exception {
        over = true;
        for (Future<Integer> caller : callers) {
            int _ = caller.get();
        }
        return List.copyOf(answers);
    }

    @Override
    public void close() {
        over = true;
        threads.close();
    }
}

package dev.tollgate.bootstrap.replicas;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/// Callers who do as they are told: who is refused comes back when they may, until they lose
/// patience, and who is told not to come back does not.
final class Crowd implements AutoCloseable {
    /// A gateway that is silent for longer hangs.
    private static final long SILENCE_SECONDS = 60;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Replicas replicas;

    Crowd(Replicas replicas) {
        this.replicas = replicas;
    }

    /// Makes all calls at once.
    ///
    /// @param patience for how long who is refused comes back
    /// @return the last answer to each
    List<Answer> rush(List<Call> calls, Duration patience) throws Exception {
        long end = System.nanoTime() + patience.toNanos();
        List<Answer> answers = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> asked = new ArrayList<>();
            for (Call call : calls) {
                asked.add(callers.submit(() -> insist(call, end)));
            }
            for (Future<Answer> each : asked) {
                answers.add(each.get());
            }
        }
        return answers;
    }

    private Answer insist(Call call, long end) throws Exception {
        while (true) {
            Answer answer = ask(call);
            long back = System.nanoTime() + TimeUnit.SECONDS.toNanos(answer.retryAfter());
            if (!answer.comeBack() || back - end >= 0) {
                return answer;
            }
            LockSupport.parkNanos(back - System.nanoTime());
        }
    }

    /// Asks once.
    ///
    /// @throws TimeoutException the gateway hangs
    Answer ask(Call call) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(replicas.uri(call.replica(), "/v1/chat/completions"))
                        .header("Authorization", "Bearer " + call.key())
                        .header("Content-Type", "application/json")
                        .header("x-litellm-call-id", call.mark())
                        .POST(HttpRequest.BodyPublishers.ofString(call.body()))
                        .build();
        try {
            HttpResponse<String> answer =
                    client.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                            .get(SILENCE_SECONDS, TimeUnit.SECONDS);
            return new Answer(
                    call,
                    answer.statusCode(),
                    answer.body(),
                    answer.headers().firstValueAsLong("retry-after").orElse(0),
                    answer.headers().firstValue("x-should-retry").orElse("").equals("true"));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cut) {
                return Answer.none(call, String.valueOf(cut));
            }
            throw e;
        }
    }

    @Override
    public void close() {
        client.close();
    }
}

package dev.tollgate.adapters.providers.continuation;

import dev.tollgate.domain.call.Frame;

import java.util.ArrayList;
import java.util.List;

/// What the caller has of an answer: its texts in the order in which they were sent.
final class Transcript {
    private final List<Run> runs = new ArrayList<>();
    private String id = "";
    private String created = "";
    private boolean continuable = true;
    private boolean comparable = true;

    /// Text of one kind, as long as possible.
    record Run(Said said, StringBuilder text) {}

    /// @throws dev.tollgate.adapters.providers.json.MalformedJson if a frame holds no JSON object
    static Transcript of(List<Frame> frames) {
        Transcript transcript = new Transcript();
        for (Frame frame : frames) {
            transcript.add(Chunk.of(frame));
        }
        return transcript;
    }

    private void add(Chunk chunk) {
        if (id.isEmpty()) {
            id = chunk.id();
        }
        if (created.isEmpty()) {
            created = chunk.created();
        }
        continuable &= !chunk.hasMore() && !chunk.ends();
        comparable &= !chunk.hasSecretReasoning();
        for (Chunk.Piece piece : chunk.pieces()) {
            if (runs.isEmpty() || runs.getLast().said() != piece.said()) {
                runs.add(new Run(piece.said(), new StringBuilder()));
            }
            runs.getLast().text().append(piece.text());
        }
    }

    /// Whether the answer is nothing but text so far, and has not ended.
    boolean continuable() {
        return continuable;
    }

    /// Whether another answer can be told to repeat it.
    boolean comparable() {
        return comparable;
    }

    List<Run> runs() {
        return runs;
    }

    /// The answer proper, without reasoning.
    String answer() {
        StringBuilder answer = new StringBuilder();
        for (Run run : runs) {
            if (run.said() == Said.ANSWER) {
                answer.append(run.text());
            }
        }
        return answer.toString();
    }

    /// The JSON texts of the first chunk's `id` and `created`; empty if it had none.
    String id() {
        return id;
    }

    String created() {
        return created;
    }
}

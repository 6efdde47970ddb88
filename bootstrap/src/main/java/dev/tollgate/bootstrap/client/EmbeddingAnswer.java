package dev.tollgate.bootstrap.client;

import dev.tollgate.application.port.in.ReplyFacts;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// The vectors of texts.
///
/// @param model the model that answered, in the provider's words
/// @param embeddings in the order of the texts; at least one
/// @param usage what the provider counted
/// @param facts how the call was served: deployment, attempts, cost
/// @param raw the answer as it came, with whatever else it says
public record EmbeddingAnswer(
        String model, List<Embedding> embeddings, TokenUsage usage, ReplyFacts facts, Json raw) {
    public EmbeddingAnswer {
        embeddings = List.copyOf(embeddings);
        if (embeddings.isEmpty()) {
            throw new IllegalArgumentException("an answer has at least one embedding");
        }
    }

    /// The vector of one text. Equal when all numbers are.
    ///
    /// @param index which of the texts
    public record Embedding(int index, float[] vector) {
        public Embedding {
            vector = vector.clone();
        }

        /// A copy; the caller's to change.
        @Override
        public float[] vector() {
            return vector.clone();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Embedding(int i, float[] v)
                    && i == index
                    && Arrays.equals(v, vector);
        }

        @Override
        public int hashCode() {
            return 31 * index + Arrays.hashCode(vector);
        }

        @Override
        public String toString() {
            return "Embedding[%d, %d numbers]".formatted(index, vector.length);
        }
    }

    static EmbeddingAnswer read(Json raw, ReplyFacts facts) {
        Map<String, Json> members = raw.members();
        return new EmbeddingAnswer(
                members.getOrDefault("model", Json.NULL).string(),
                members.getOrDefault("data", Json.NULL).elements().stream()
                        .filter(Json::isObject)
                        .map(EmbeddingAnswer::embedding)
                        .sorted(Comparator.comparingInt(Embedding::index))
                        .toList(),
                TokenUsage.read(members.getOrDefault("usage", Json.NULL)),
                facts,
                raw);
    }

    private static Embedding embedding(Json json) {
        Map<String, Json> members = json.members();
        Json vector = members.getOrDefault("embedding", Json.NULL);
        return new Embedding(
                (int) Members.count(json, "index"),
                vector.isString() ? packed(vector.string()) : vector.floats());
    }

    /// `encoding_format: base64`: little-endian 32-bit floats.
    private static float[] packed(String base64) {
        byte[] decoded = Base64.getDecoder().decode(base64);
        if (decoded.length % Float.BYTES != 0) {
            throw new IllegalArgumentException(
                    "a vector of %d bytes is not made of whole 32-bit numbers"
                            .formatted(decoded.length));
        }
        ByteBuffer bytes = ByteBuffer.wrap(decoded).order(ByteOrder.LITTLE_ENDIAN);
        float[] vector = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(vector);
        return vector;
    }

    /// The first text's vector.
    public float[] vector() {
        return embeddings.getFirst().vector();
    }
}

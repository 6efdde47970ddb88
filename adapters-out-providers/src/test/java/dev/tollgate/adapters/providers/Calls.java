package dev.tollgate.adapters.providers;

import dev.tollgate.adapters.providers.json.JsonScanner;
import dev.tollgate.adapters.providers.protocol.UpstreamRequest;
import dev.tollgate.domain.access.Caller;
import dev.tollgate.domain.call.CallOverrides;
import dev.tollgate.domain.call.Dialect;
import dev.tollgate.domain.call.Field;
import dev.tollgate.domain.call.HeaderLines;
import dev.tollgate.domain.call.Letter;
import dev.tollgate.domain.call.ModelCall;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Calls as the inbound adapter would hand them over.
public final class Calls {
    private Calls() {}

    public static ModelCall chat(String body) {
        return call(Dialect.OPENAI_CHAT, body, false, false, CallOverrides.NONE);
    }

    public static ModelCall chatStream(String body) {
        return call(Dialect.OPENAI_CHAT, body, true, false, CallOverrides.NONE);
    }

    public static ModelCall call(
            Dialect dialect,
            String body,
            boolean streaming,
            boolean streamUsage,
            CallOverrides overrides) {
        return new ModelCall(
                "call-1",
                Caller.MASTER,
                "group",
                streaming,
                streamUsage,
                overrides,
                HeaderLines.NONE,
                letter(dialect, body));
    }

    public static Letter letter(Dialect dialect, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        JsonScanner scanner = new JsonScanner(bytes, 0, bytes.length);
        List<Field> fields = new ArrayList<>();
        for (boolean more = scanner.enterObject(); more; more = scanner.nextField()) {
            String name = scanner.name();
            int start = scanner.nameStart() - 1;
            int peeked = scanner.peek();
            int value = scanner.position();
            if (peeked < 0) {
                throw new IllegalStateException("no value");
            }
            scanner.skipValue();
            fields.add(new Field(name, start, value, scanner.position()));
        }
        scanner.finish();
        return new Letter(dialect, bytes, fields);
    }

    /// What a request would send as its body.
    public static String body(UpstreamRequest request) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int[] offsets = request.body().offsets();
        byte[][] parts = request.body().parts();
        for (int i = 0; i < parts.length; i++) {
            out.write(parts[i], offsets[2 * i], offsets[2 * i + 1] - offsets[2 * i]);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}

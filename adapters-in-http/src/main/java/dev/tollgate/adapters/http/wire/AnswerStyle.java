package dev.tollgate.adapters.http.wire;

import java.io.ByteArrayOutputStream;
import java.util.function.BooleanSupplier;

/// What every answer carries.
public final class AnswerStyle {
    private static final byte[] VARY = ResponseHead.line("vary", "Origin");
    private static final byte[] NO_FRAMES = ResponseHead.line("x-frame-options", "DENY");
    private static final byte[] NO_ANCESTORS =
            ResponseHead.line("content-security-policy", "frame-ancestors 'none'");
    private static final byte[] NO_SNIFFING =
            ResponseHead.line("x-content-type-options", "nosniff");
    private static final byte[] HSTS =
            ResponseHead.line("strict-transport-security", "max-age=31536000; includeSubDomains");

    private final byte[] lines;
    private final Cors cors;
    private final BooleanSupplier draining;

    /// @param hsts send `strict-transport-security`
    /// @param draining whether connections are to end with their next answer
    public AnswerStyle(Cors cors, boolean hsts, BooleanSupplier draining) {
        this.lines = common(hsts);
        this.cors = cors;
        this.draining = draining;
    }

    byte[] lines() {
        return lines;
    }

    Cors cors() {
        return cors;
    }

    boolean draining() {
        return draining.getAsBoolean();
    }

    static byte[] common(boolean hsts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(NO_FRAMES);
        out.writeBytes(NO_ANCESTORS);
        out.writeBytes(NO_SNIFFING);
        out.writeBytes(VARY);
        if (hsts) {
            out.writeBytes(HSTS);
        }
        return out.toByteArray();
    }
}

package dev.tollgate.adapters.http.wire;

import io.helidon.builder.api.RuntimeType;
import io.helidon.http.Headers;
import io.helidon.http.encoding.ContentDecoder;
import io.helidon.http.encoding.ContentEncoder;
import io.helidon.http.encoding.ContentEncodingContext;
import io.helidon.http.encoding.ContentEncodingContextConfig;

/// Lets bodies of every encoding through as they are: an [Exchange] decodes them itself, within
/// bounds and after the caller is known.
public final class RawEncoding
        implements ContentEncodingContext, RuntimeType.Api<ContentEncodingContextConfig> {
    private final ContentEncodingContext none =
            ContentEncodingContext.builder().contentEncodingsDiscoverServices(false).build();

    private RawEncoding() {}

    public static ContentEncodingContext context() {
        return new RawEncoding();
    }

    @Override
    public boolean contentEncodingEnabled() {
        return false;
    }

    @Override
    public boolean contentDecodingEnabled() {
        return true;
    }

    @Override
    public boolean contentEncodingSupported(String encodingId) {
        return false;
    }

    @Override
    public boolean contentDecodingSupported(String encodingId) {
        return true;
    }

    @Override
    public ContentEncoder encoder(String encodingId) {
        return none.encoder(encodingId);
    }

    @Override
    public ContentDecoder decoder(String encodingId) {
        return ContentDecoder.NO_OP;
    }

    @Override
    public ContentEncoder encoder(Headers headers) {
        return none.encoder(headers);
    }

    @Override
    public ContentEncodingContextConfig prototype() {
        return none.prototype();
    }
}

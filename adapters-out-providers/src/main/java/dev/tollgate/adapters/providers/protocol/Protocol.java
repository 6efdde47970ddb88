package dev.tollgate.adapters.providers.protocol;

import dev.tollgate.application.port.out.ProviderReply;
import dev.tollgate.domain.call.Dialect;
import dev.tollgate.domain.call.HeaderLines;
import dev.tollgate.domain.call.ModelCall;
import dev.tollgate.domain.failure.ProviderFailure;

/// How one family of providers is spoken to. Stateless and shared; state of one answer lives in the
/// [StreamTranslation] it makes. The engine that calls it owns connections, time and cancellation.
public interface Protocol {
    /// Writes the upstream request.
    ///
    /// @param upstreamModel the model's name at the provider, without prefix
    /// @throws RefusedLocally when the letter cannot be expressed at this provider
    UpstreamRequest request(ModelCall call, DeploymentSettings settings, String upstreamModel);

    /// Reads a whole answer of status 200: [ProviderReply.Whole] in the caller's dialect, or
    /// [ProviderReply.Failed] where the body is not a usable answer.
    ProviderReply whole(
            ModelCall call, DeploymentSettings settings, HeaderLines headers, byte[] body);

    /// Reads the events of one streamed answer.
    StreamTranslation stream(ModelCall call, DeploymentSettings settings);

    /// Reads an answer of another status; the body may be anything at all.
    ProviderFailure failure(
            DeploymentSettings settings, int status, HeaderLines headers, byte[] body);

    /// The headers of an answer as callers get them; by default as they came. Streams are given
    /// theirs here, before their first event.
    default HeaderLines headers(HeaderLines headers) {
        return headers;
    }

    /// Whether letters of this dialect can be sent at all.
    boolean speaks(Dialect dialect);
}

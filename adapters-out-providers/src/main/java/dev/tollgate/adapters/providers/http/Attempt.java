package dev.tollgate.adapters.providers.http;

import dev.tollgate.adapters.providers.http.ConnectionPool.Pooled;
import dev.tollgate.adapters.providers.http.Upstreams.Upstream;

import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.ProtocolException;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;

/// One request on a connection, until the connection is given back or closed. Belongs to one
/// thread.
final class Attempt {
    private final Exchange exchange;
    private final Upstream upstream;
    private @Nullable Pooled pooled;
    private boolean somethingCame;
    private boolean sent;

    Attempt(Exchange exchange, Upstream upstream) {
        this.exchange = exchange;
        this.upstream = upstream;
    }

    /// Sends the request and waits for the head of the answer. A connection that served before and
    /// turns out to be dead before it gave a byte is replaced once by a fresh one: the provider
    /// closed it while it was idle and saw nothing of this request.
    ClassicHttpResponse send(ClassicHttpRequest request) throws IOException, HttpException {
        Pooled used = take(false);
        long before = used.used() ? received(used) : 0;
        try {
            return exchangeHeads(used, request);
        } catch (IOException | HttpException e) {
            somethingCame = received(used) > before;
            if (!used.used() || somethingCame || !exchange.running()) {
                throw e;
            }
            release(0);
            sent = false;
        }
        Pooled fresh = take(true);
        try {
            return exchangeHeads(fresh, request);
        } catch (IOException | HttpException e) {
            somethingCame = received(fresh) > 0;
            throw e;
        }
    }

    /// Whether the provider got the request, as far as one can tell.
    boolean sent() {
        return sent;
    }

    /// Whether a failed [#send] had received any byte.
    boolean somethingCame() {
        return somethingCame;
    }

    /// The answer's body; empty where it cannot have one.
    static @Nullable InputStream body(ClassicHttpResponse response) throws IOException {
        HttpEntity entity = response.getEntity();
        return entity == null ? null : entity.getContent();
    }

    /// Ends the use of the connection.
    ///
    /// @param keepNanos how long it may be kept; 0 closes it
    void release(long keepNanos) {
        Pooled used = pooled;
        if (used == null) {
            return;
        }
        pooled = null;
        if (keepNanos > 0) {
            used.keepFor(keepNanos);
            upstream.pool().giveBack(used);
        } else {
            upstream.pool().discard(used);
        }
    }

    private Pooled take(boolean fresh) throws IOException {
        Pooled taken = upstream.pool().take(exchange, fresh);
        pooled = taken;
        exchange.bind(taken.connection());
        if (!taken.used()) {
            exchange.awaitConnection();
            upstream.pool().connect(taken, exchange);
            exchange.check();
        }
        exchange.awaitHead();
        return taken;
    }

    private ClassicHttpResponse exchangeHeads(Pooled used, ClassicHttpRequest request)
            throws IOException, HttpException {
        ManagedHttpClientConnection connection = used.connection();
        connection.sendRequestHeader(request);
        connection.sendRequestEntity(request);
        // From here on the provider may have all of it, whatever becomes of the connection.
        sent = true;
        connection.flush();
        ClassicHttpResponse response = connection.receiveResponseHeader();
        while (response.getCode() < 200) {
            if (response.getCode() == 101) {
                throw new ProtocolException("switching protocols was not asked for");
            }
            response = connection.receiveResponseHeader();
        }
        if (response.getCode() != 204 && response.getCode() != 304) {
            connection.receiveResponseEntity(response);
        }
        return response;
    }

    private static long received(Pooled used) {
        var details = used.connection().getEndpointDetails();
        return details == null ? 0 : details.getReceivedBytesCount();
    }
}

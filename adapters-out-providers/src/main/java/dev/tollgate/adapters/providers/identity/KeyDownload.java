package dev.tollgate.adapters.providers.identity;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;

/// Gets the keys that stand at an address, and what is told there of a token: bounded in size and
/// in time.
final class KeyDownload {
    private static final String DISCOVERY = "/.well-known/openid-configuration";
    private static final int MOST_BYTES = 256 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private KeyDownload() {}

    /// @throws IOException where they cannot be had
    /// @throws BadToken where what is there is no set of keys
    static List<SigningKey> from(URI address) throws IOException, BadToken {
        URI keys = address.getPath().endsWith(DISCOVERY) ? discovered(address) : address;
        return Jwks.read(get(keys));
    }

    /// The address that a discovery document names. It is as safe as the document's own.
    private static URI discovered(URI document) throws IOException, BadToken {
        String named = BoundedJson.read(get(document), "the document").text("jwks_uri");
        try {
            URI keys = new URI(named);
            boolean web = "https".equals(keys.getScheme()) || "http".equals(keys.getScheme());
            boolean safe =
                    "https".equals(keys.getScheme()) || !"https".equals(document.getScheme());
            if (web && safe && keys.getHost() != null) {
                return keys;
            }
        } catch (URISyntaxException _) {
            // told below
        }
        throw new BadToken("It names no address of keys (jwks_uri).");
    }

    /// What is told of who has a token.
    ///
    /// @throws IOException where nobody answers
    static Told told(URI address, String token) throws IOException {
        HttpURLConnection connection = open(address);
        connection.setRequestProperty("Authorization", "Bearer " + token);
        try {
            int status = connection.getResponseCode();
            if (status != HttpURLConnection.HTTP_OK) {
                return new Told(status, new byte[0]);
            }
            try (InputStream in = connection.getInputStream()) {
                return new Told(status, all(in));
            }
        } finally {
            connection.disconnect();
        }
    }

    /// @param body empty unless the status is 200
    record Told(int status, byte[] body) {}

    private static byte[] get(URI address) throws IOException {
        HttpURLConnection connection = open(address);
        try {
            if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
                throw new IOException("status " + connection.getResponseCode());
            }
            try (InputStream in = connection.getInputStream()) {
                return all(in);
            }
        } finally {
            connection.disconnect();
        }
    }

    private static HttpURLConnection open(URI address) throws IOException {
        if (!(address.toURL().openConnection() instanceof HttpURLConnection connection)) {
            throw new IOException("not an address of http or https");
        }
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setConnectTimeout((int) PATIENCE.toMillis());
        connection.setReadTimeout((int) PATIENCE.toMillis());
        connection.setRequestProperty("Accept", "application/json");
        return connection;
    }

    private static byte[] all(InputStream in) throws IOException {
        long end = System.nanoTime() + LONGEST.toNanos();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] some = new byte[8192];
        for (int read = in.read(some); read >= 0; read = in.read(some)) {
            all.write(some, 0, read);
            if (all.size() > MOST_BYTES) {
                throw new IOException("larger than " + MOST_BYTES + " bytes");
            }
            if (System.nanoTime() - end > 0) {
                throw new IOException("not there within " + LONGEST.toSeconds() + " s");
            }
        }
        return all.toByteArray();
    }
}

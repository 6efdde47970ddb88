package dev.tollgate.adapters.providers.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/// Where a price file is: a path, or an address of `http`, `https` or `file`.
///
/// @param place as the operator wrote it
record PriceSource(String place) {
    private static final int MOST_BYTES = 64 * 1024 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /// @throws IOException if it cannot be had, or is larger than 64 MiB
    byte[] read() throws IOException {
        try (InputStream in = open()) {
            byte[] file = in.readNBytes(MOST_BYTES + 1);
            if (file.length > MOST_BYTES) {
                throw new IOException("it is larger than " + MOST_BYTES + " bytes");
            }
            return file;
        } catch (IllegalArgumentException e) {
            throw new IOException("it is neither a path nor an address: " + e.getMessage(), e);
        }
    }

    /// The place without what may be secret in an address: user, password and query.
    String shown() {
        return place.replaceFirst("(?<=://)[^/?#]*@", "").replaceFirst("[?#].*", "");
    }

    private InputStream open() throws IOException {
        String lower = place.toLowerCase(Locale.ROOT);
        if (lower.startsWith("http://") || lower.startsWith("https://")) {
            URLConnection connection = URI.create(place).toURL().openConnection();
            connection.setConnectTimeout((int) PATIENCE.toMillis());
            connection.setReadTimeout((int) PATIENCE.toMillis());
            return connection.getInputStream();
        }
        return Files.newInputStream(path(lower));
    }

    private Path path(String lower) throws IOException {
        try {
            return lower.startsWith("file:") ? Path.of(URI.create(place)) : Path.of(place);
        } catch (InvalidPathException e) {
            throw new IOException("it is no path: " + e.getReason(), e);
        }
    }
}

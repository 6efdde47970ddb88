package dev.tollgate.adapters.http;

/// PEM files of a server's certificate chain and private key; both paths or neither.
public record TlsFiles(String certificates, String key) {
    /// Plain HTTP.
    public static final TlsFiles NONE = new TlsFiles("", "");

    public TlsFiles {
        if (certificates.isEmpty() != key.isEmpty()) {
            throw new IllegalArgumentException(
                    "TLS needs a certificate file and a key file, not one of them: '%s', '%s'"
                            .formatted(certificates, key));
        }
    }

    boolean present() {
        return !key.isEmpty();
    }
}

package dev.tollgate.application.port.out;

/// Makes secrets unreadable for whoever reads the store.
public interface SecretCipher {
    /// @param place where it is kept (kind, id and field): elsewhere it cannot be opened
    /// @return a text that names the key it can be opened with, and nothing else
    /// @throws CannotKeepSecrets where there is no key
    String close(String secret, String place);

    /// @param closed what [#close] made for this place
    /// @throws CannotKeepSecrets where the key is another one, or the text was changed
    String open(String closed, String place);

    /// Says what is missing and how to provide it. Holds nothing secret.
    final class CannotKeepSecrets extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public CannotKeepSecrets(String message) {
            super(message);
        }
    }
}

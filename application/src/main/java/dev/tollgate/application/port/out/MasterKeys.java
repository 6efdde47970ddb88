package dev.tollgate.application.port.out;

import dev.tollgate.domain.access.Secret;

/// Keeps a master key for a gateway whose configuration names none.
public interface MasterKeys {
    /// The kept key; the first time a strong one is made and kept.
    ///
    /// @throws MasterKeyUnavailable if it can neither be read nor kept
    Secret obtain();

    /// Where a person finds the key.
    String location();

    /// The key can neither be read nor kept; the message says where and why.
    final class MasterKeyUnavailable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public MasterKeyUnavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}

package dev.tollgate.adapters.providers.protocol;

import dev.tollgate.domain.failure.ProviderFailure;

/// The letter cannot be sent to this provider as it is: an unsupported parameter, an input of the
/// wrong shape. Carries what the caller is told; the provider was not asked.
public final class RefusedLocally extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ProviderFailure failure;

    public RefusedLocally(ProviderFailure failure) {
        super(failure.message(), null, false, false);
        this.failure = failure;
    }

    public ProviderFailure failure() {
        return failure;
    }
}

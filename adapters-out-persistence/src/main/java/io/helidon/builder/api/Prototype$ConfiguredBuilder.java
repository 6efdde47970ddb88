package io.helidon.builder.api;

/// What DbClient 4.1.7 calls an interface that Helidon 4.5 has renamed. It goes when both can have
/// the same version.
///
/// @param <B> the builder
/// @param <P> what it builds
@SuppressWarnings("removal")
public interface Prototype$ConfiguredBuilder<B, P> extends Prototype.Builder<B, P> {
    /// Takes values from a configuration.
    B config(io.helidon.common.config.Config config);
}

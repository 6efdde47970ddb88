package dev.tollgate.domain.catalog;

/// A deployment that may serve a call, with the upstream model name that call gets there.
///
/// @param upstreamModel the deployment's `model` with a pattern's captured parts filled in
public record Candidate(Deployment deployment, String upstreamModel) {}

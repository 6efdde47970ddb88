package dev.tollgate.application.access;

import dev.tollgate.application.port.out.Entities.Reference;

import java.util.Set;

/// What was made of things that are kept.
interface Dependent {
    /// What it was read from: once one of these changes it is not known any more.
    Set<Reference> dependsOn();
}

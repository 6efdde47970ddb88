package dev.tollgate.application.port.out;

import dev.tollgate.domain.entity.Fields;

import java.util.Set;

/// The sections of the configuration in force.
public interface SectionsInForce {
    /// Keys of a section that do something.
    Set<String> keys(String section);

    /// What a section says, file and store together, without secrets.
    Fields shown(String section);
}

package dev.tollgate.application.port.in.manage;

import dev.tollgate.domain.entity.Fields;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Manages settings that the gateway keeps itself. Key by key they count before those of the file,
/// and they are in force before the answer.
public interface ManageSettings {
    /// Sections of which something can be kept.
    List<String> SECTIONS =
            List.of(
                    "general_settings",
                    "litellm_settings",
                    "router_settings",
                    "environment_variables");

    Outcome manage(Actor actor, Request request);

    /// What is asked.
    sealed interface Request {
        /// Of the sections only what is named is changed; with null, the file's value counts again.
        ///
        /// @param sections settings by section
        record Update(Fields sections) implements Request {}

        record UpdateField(String section, String name, @Nullable Object value)
                implements Request {}

        /// The file's value counts again.
        record DeleteField(String section, String name) implements Request {}

        record ShowField(String section, String name) implements Request {}

        /// Every key of a section.
        record Browse(String section) implements Request {}

        /// All sections, without secrets.
        record ShowAll() implements Request {}
    }
}

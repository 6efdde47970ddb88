package dev.tollgate.domain.catalog;

/// Another name for a model group.
///
/// @param group the `model_name` it stands for; one hop, never another alias
/// @param hidden whether it is left out of model lists
public record ModelAlias(String group, boolean hidden) {}

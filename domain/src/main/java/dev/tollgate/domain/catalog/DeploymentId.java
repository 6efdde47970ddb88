package dev.tollgate.domain.catalog;

/// `model_info.id`, or a stable hash where none is given; unique in a catalogue.
public record DeploymentId(String value) {
    public DeploymentId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("a deployment id must not be blank");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}

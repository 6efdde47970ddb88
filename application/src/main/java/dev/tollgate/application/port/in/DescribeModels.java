package dev.tollgate.application.port.in;

import dev.tollgate.domain.access.Caller;
import dev.tollgate.domain.catalog.Deployment;
import dev.tollgate.domain.catalog.ModelCard;

import java.util.List;

/// What a caller may see of the models: those that they may call.
public interface DescribeModels {
    Models describe(Caller caller);

    /// @param listed names a caller can ask for, visible aliases first, then groups in file order;
    ///   patterns appear both as they are and expanded to the catalogue's models
    /// @param deployments those of the models that the caller may use, in file order
    /// @param accessGroups those the caller may use
    record Models(List<Listed> listed, List<Deployment> deployments, List<String> accessGroups) {
        public Models {
            listed = List.copyOf(listed);
            deployments = List.copyOf(deployments);
            accessGroups = List.copyOf(accessGroups);
        }
    }

    /// @param name what to send as `model`
    /// @param card what is known of the model behind it
    /// @param pattern whether the name is a pattern with `*` rather than a model
    /// @param fallbacks general fallbacks of the group
    record Listed(String name, ModelCard card, boolean pattern, List<String> fallbacks) {
        public Listed {
            fallbacks = List.copyOf(fallbacks);
        }
    }
}

package dev.tollgate.application.port.out;

import dev.tollgate.domain.entity.Fields;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The configuration in force: what is kept, laid over what the file says.
public interface RunningConfiguration {
    /// Whether deployments are kept by the gateway at all (`store_model_in_db`).
    boolean keepsModels();

    /// Where the file says something of a deployment, for people; nothing if it does not.
    Optional<String> placeInFile(String deploymentId);

    /// The values of each credential that the file names, as far as they may be shown.
    Map<String, Fields> credentialsInFile();

    /// Reads the configuration as it would be after a change, by the rules that hold for files.
    ///
    /// @param change of what is kept now
    /// @return what would be wrong that is not wrong now, a sentence each, without secrets
    List<String> objections(UnaryOperator<StoredConfiguration> change);

    /// Has the gateway work by what is kept now; returns when it does.
    void follow();
}

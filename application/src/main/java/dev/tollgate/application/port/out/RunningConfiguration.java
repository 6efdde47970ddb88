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
    Judgement judge(UnaryOperator<StoredConfiguration> change);

    /// What would be new after a change, a sentence each, without secrets.
    ///
    /// @param objections what would be wrong, or would not serve any more
    /// @param remarks what would not be as it seems
    record Judgement(List<String> objections, List<String> remarks) {
        public Judgement {
            objections = List.copyOf(objections);
            remarks = List.copyOf(remarks);
        }
    }

    /// Has the gateway work by what is kept now; returns when it does.
    void follow();
}

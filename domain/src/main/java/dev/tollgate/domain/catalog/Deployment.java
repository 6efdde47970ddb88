package dev.tollgate.domain.catalog;

import dev.tollgate.domain.entity.Fields;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// One upstream target behind a model name. Holds no secret; how it is reached is known to the
/// provider adapter under the same id.
///
/// @param group the name that callers ask for; may be a pattern with `*`
/// @param provider the provider's prefix (`openai`, `azure`, `anthropic`, …)
/// @param model the upstream's name for the model; may hold `*` for the parts a pattern captured
/// @param apiBase shown to callers; without query and credentials; empty if it has none
/// @param region shown to callers; empty if none
/// @param share what weighted routing goes by
/// @param limits what bounds its calls
/// @param tags for tag routing
/// @param tagPatterns `tag_regex`: searched in the caller's `User-Agent: …`
/// @param card what is known of the model
/// @param entry what it was made of
public record Deployment(
        DeploymentId id,
        String group,
        String provider,
        String model,
        String apiBase,
        String region,
        Share share,
        Limits limits,
        Set<String> tags,
        List<Pattern> tagPatterns,
        ModelCard card,
        Entry entry) {

    public Deployment {
        tags = Set.copyOf(tags);
        tagPatterns = List.copyOf(tagPatterns);
    }

    public boolean wildcard() {
        return group.indexOf('*') >= 0;
    }

    /// The team whose own it is; empty: everybody's.
    public String team() {
        return entry.team();
    }

    /// The part of the traffic. A value of 0 or less counts as not given.
    ///
    /// @param weight relative weight, strongest
    /// @param rpm requests per minute
    /// @param tpm tokens per minute
    public record Share(double weight, long rpm, long tpm) {
        public static final Share NONE = new Share(0, 0, 0);
    }

    /// @param order priority level, smaller first; deployments without one have [#NO_ORDER]
    /// @param maxParallelRequests calls that may run at once; 0: any number
    /// @param timeout bound of an attempt; zero: the router's
    /// @param streamTimeout wait for data of a streamed attempt; zero: the router's
    /// @param numRetries retries when this deployment failed; -1: the router's
    /// @param cooldown how long it stays out after failing; negative: the router's, zero: never
    public record Limits(
            int order,
            int maxParallelRequests,
            Duration timeout,
            Duration streamTimeout,
            int numRetries,
            Duration cooldown) {
        public static final int NO_ORDER = Integer.MAX_VALUE;
        public static final Duration ROUTERS_COOLDOWN = Duration.ofSeconds(-1);
        public static final Limits NONE =
                new Limits(NO_ORDER, 0, Duration.ZERO, Duration.ZERO, -1, ROUTERS_COOLDOWN);
    }

    /// The entry of the configuration that it was made of, as far as it may be shown.
    ///
    /// @param stored whether it is kept by the gateway; else it stands in a file
    /// @param place where it stands, for people; empty if nowhere
    /// @param name the `model_name` it has there; a team's own may be called otherwise
    /// @param team the only one that may call it; empty: everybody may
    /// @param accessGroups names by which it can be given to keys and teams together with others
    /// @param params `litellm_params` as written, without secrets
    /// @param info `model_info` as written
    public record Entry(
            boolean stored,
            String place,
            String name,
            String team,
            Set<String> accessGroups,
            Fields params,
            Fields info) {
        public static final Entry NONE =
                new Entry(false, "", "", "", Set.of(), Fields.NONE, Fields.NONE);

        public Entry {
            accessGroups = Set.copyOf(accessGroups);
        }
    }
}

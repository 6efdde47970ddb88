package dev.tollgate.adapters.providers.protocol;

import dev.tollgate.domain.access.Secret;
import dev.tollgate.domain.catalog.DeploymentId;
import dev.tollgate.domain.catalog.ModelCard;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// How one deployment is reached and what is changed in the letters sent to it. Texts are empty
/// where the configuration says nothing.
///
/// @param provider the provider's prefix
/// @param model the configured upstream model, without prefix; may hold `*`
/// @param apiBase base URL as resolved (configuration, environment, directory), no trailing slash
/// @param apiKey key as resolved; empty for servers that need none
/// @param apiVersion Azure's `api-version`
/// @param organization `OpenAI-Organization`
/// @param azureAdToken static Entra token
/// @param extraHeaders added to every request; beat the ones a protocol sets
/// @param defaults request parameters the deployment adds where the body has none: name → JSON text
/// @param dropParams drop parameters the provider does not know instead of refusing
/// @param additionalDropParams paths to drop in any case (`a.b`, `tools[*].x`, `a[0].y`)
/// @param allowedOpenaiParams parameters to pass although believed unsupported
/// @param mergeReasoning put reasoning into `content` within `<think>` tags
/// @param mockResponse answer with this text and call nobody
/// @param modifyParams repair messages the provider would refuse
/// @param verifyTls false: accept any certificate
/// @param card what is known of the model
/// @param maxParallel bound of pooled connections hint; 0: default
public record DeploymentSettings(
        DeploymentId id,
        String provider,
        String model,
        String apiBase,
        Secret apiKey,
        String apiVersion,
        String organization,
        Secret azureAdToken,
        Map<String, Secret> extraHeaders,
        Map<String, String> defaults,
        boolean dropParams,
        List<String> additionalDropParams,
        Set<String> allowedOpenaiParams,
        boolean mergeReasoning,
        String mockResponse,
        boolean modifyParams,
        boolean verifyTls,
        ModelCard card,
        int maxParallel) {
    public DeploymentSettings {
        extraHeaders = Map.copyOf(extraHeaders);
        defaults = Map.copyOf(defaults);
        additionalDropParams = List.copyOf(additionalDropParams);
        allowedOpenaiParams = Set.copyOf(allowedOpenaiParams);
    }
}

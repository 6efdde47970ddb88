package dev.tollgate.application.access;

import dev.tollgate.application.access.KnownKey.Found;
import dev.tollgate.application.port.out.Entities;
import dev.tollgate.application.port.out.Entities.EntityQuery;
import dev.tollgate.application.port.out.Entities.Sort;
import dev.tollgate.domain.access.KeyHolder;
import dev.tollgate.domain.access.ModelAccess;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityIndex;
import dev.tollgate.domain.entity.EntityKind;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The key that somebody has already and that may stand for their token: one to last, that calls
/// models for the same team, and allows no more than the token.
final class OwnKeys {
    private static final int MOST = 100;

    /// By which a key is kept to calls of models.
    private static final Set<String> CALLS =
            Set.of("llm_api_routes", "openai_routes", "anthropic_routes");

    private final Entities entities;
    private final HolderReader reader;

    OwnKeys(Entities entities, HolderReader reader) {
        this.entities = entities;
        this.reader = reader;
    }

    /// @param token as whom a token calls
    /// @return the newest one's hash
    Optional<String> like(KeyHolder token, Instant now) {
        EntityIndex whose = new EntityIndex("", "", token.user(), token.team(), "", "", "");
        EntityQuery newest =
                new EntityQuery(
                        EntityKind.KEY,
                        whose,
                        EntityIndex.NONE,
                        false,
                        Sort.CREATED_AT,
                        true,
                        0,
                        MOST);
        return entities.list(newest).entities().stream()
                .filter(key -> !key.fields().within("metadata").set("jwt_claim_name"))
                .map(Entity::id)
                .filter(
                        id ->
                                reader.read(id, now) instanceof Found found
                                        && found.blocked().isEmpty()
                                        && fits(found.holder(), token))
                .findFirst();
    }

    private static boolean fits(KeyHolder key, KeyHolder token) {
        return key.user().equals(token.user())
                && key.team().equals(token.team())
                && key.organization().equals(token.organization())
                && key.expires().isEmpty()
                && (key.routes().isEmpty() || key.routes().stream().anyMatch(CALLS::contains))
                && within(key.routes(), token.routes())
                && within(models(key), models(token));
    }

    private static List<String> models(KeyHolder holder) {
        return holder.models().lists().stream()
                .filter(list -> list.owner() == ModelAccess.Owner.KEY)
                .findFirst()
                .map(ModelAccess.ModelList::entries)
                .orElse(List.of());
    }

    /// An empty list keeps nobody from anything.
    private static boolean within(List<String> list, List<String> most) {
        return most.isEmpty() || !list.isEmpty() && most.containsAll(list);
    }
}

package dev.tollgate.application.access;

import dev.tollgate.application.access.KnownKey.Found;
import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.manage.ManageKeys;
import dev.tollgate.application.port.in.manage.Outcome;
import dev.tollgate.application.port.out.Entities;
import dev.tollgate.application.port.out.Entities.Change;
import dev.tollgate.application.port.out.Entities.EntityQuery;
import dev.tollgate.application.port.out.Entities.News;
import dev.tollgate.application.port.out.Entities.Reference;
import dev.tollgate.application.port.out.Entities.Sort;
import dev.tollgate.domain.access.KeyHolder;
import dev.tollgate.domain.access.ModelAccess;
import dev.tollgate.domain.access.UserRole;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityIndex;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;
import dev.tollgate.domain.token.TokenRules.KeyClaim;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// The keys that stand for tokens, by a claim of theirs.
final class TokenKeys {
    private static final Logger LOG = LoggerFactory.getLogger(TokenKeys.class);
    private static final EntityKind KIND = EntityKind.TOKEN_KEY;

    /// Any mapping: one that is new nobody could refer to before.
    private static final Reference ANY = new Reference(KIND, "");

    private static final int LONGEST = 255;
    private static final Actor OPERATOR =
            new Actor("", UserRole.PROXY_ADMIN, "", "", Set.of(), Set.of(), Set.of(), "jwt");

    private final Entities entities;
    private final HolderReader reader;
    private final OwnKeys own;
    private final ManageKeys keys;
    private final InstantSource clock;

    TokenKeys(Entities entities, ManageKeys keys, InstantSource clock) {
        this.entities = entities;
        this.reader = new HolderReader(entities);
        this.own = new OwnKeys(entities, reader);
        this.keys = keys;
        this.clock = clock;
    }

    /// News of any mapping is news for all that depend on whether there is one.
    static News told(News news) {
        if (news.changed().stream().noneMatch(each -> each.kind() == KIND)) {
            return news;
        }
        List<Reference> all = new ArrayList<>(news.changed());
        all.add(ANY);
        return new News(news.revision(), news.everything(), all);
    }

    /// @param byClaims who the token is by its claims
    KnownKey read(Fields claims, KeyClaim claim, Supplier<KnownKey> byClaims) {
        String value = claim.of(claims);
        String issuer = claims.text("iss");
        Optional<Entity> mapping = mapping(issuer, claim.name(), value);
        if (mapping.isPresent()) {
            return stoodFor(mapping.get());
        }
        return switch (claim.unmapped()) {
            case BY_CLAIMS -> dependent(byClaims.get());
            case REFUSED -> unmapped(claim, value);
            case REGISTERED ->
                    usable(value)
                            ? registered(issuer, claim, value, byClaims)
                            : unmapped(claim, value);
        };
    }

    private static boolean usable(String value) {
        return !value.isEmpty()
                && value.length() <= LONGEST
                && value.chars().noneMatch(Character::isISOControl);
    }

    private static KnownKey unmapped(KeyClaim claim, String value) {
        String shown = usable(value) ? value : "";
        return TokenHolders.notAdmitted(
                "JWT Key Mapping: No registered mapping for %s='%s'. Access denied."
                        .formatted(claim.name(), shown),
                Set.of(ANY));
    }

    private static KnownKey dependent(KnownKey its) {
        Set<Reference> dependsOn = new HashSet<>(its.dependsOn());
        dependsOn.add(ANY);
        return switch (its) {
            case Found found ->
                    new Found(found.holder(), found.blocked(), dependsOn, found.known());
            case KnownKey.Missing _ -> new KnownKey.Missing(dependsOn);
            // What depends on nothing is not remembered at all.
            case KnownKey.NotAdmitted not ->
                    not.dependsOn().isEmpty()
                            ? not
                            : new KnownKey.NotAdmitted(not.why(), dependsOn);
        };
    }

    /// That of the token's issuer comes before that of whoever issued it.
    private Optional<Entity> mapping(String issuer, String claim, String value) {
        return usable(value)
                ? indexed(KeyClaim.indexed(issuer, claim, value), !issuer.isEmpty())
                        .or(() -> indexed(KeyClaim.indexed("", claim, value), true))
                : Optional.empty();
    }

    private Optional<Entity> indexed(String name, boolean meant) {
        if (!meant) {
            return Optional.empty();
        }
        EntityQuery query =
                new EntityQuery(
                        KIND,
                        new EntityIndex(name, "", "", "", "", "", ""),
                        EntityIndex.NONE,
                        false,
                        Sort.ID,
                        false,
                        0,
                        1);
        return entities.list(query).entities().stream()
                .filter(mapping -> mapping.fields().yes("is_active"))
                .findFirst();
    }

    private KnownKey stoodFor(Entity mapping) {
        KnownKey its = reader.read(mapping.fields().text("token"), clock.instant());
        return its instanceof KnownKey.Missing
                ? TokenHolders.notAdmitted(
                        "The key that stands for it is not there any more.",
                        dependent(its).dependsOn())
                : dependent(its);
    }

    /// Has a key of who the token is by its claims stand for it, or makes one for them, which
    /// allows no more than the token. Who administers the gateway needs none.
    private KnownKey registered(
            String issuer, KeyClaim claim, String value, Supplier<KnownKey> byClaims) {
        KnownKey its = byClaims.get();
        if (!(its instanceof Found found)
                || found.blocked().isPresent()
                || found.holder().role() == UserRole.PROXY_ADMIN) {
            return dependent(its);
        }
        Optional<String> own = own(found.holder(), claim, value);
        if (own.isPresent()) {
            return mapped(issuer, claim, value, own.get())
                    .orElseGet(() -> mappedByNow(issuer, claim, value));
        }
        Outcome made =
                keys.manage(
                        OPERATOR, new ManageKeys.Request.Generate(key(found, claim, value), false));
        return switch (made) {
            case Outcome.Done(Fields key) -> kept(issuer, claim, value, key.text("token"));
            case Outcome.Page _ -> throw new IllegalStateException("a new key is no page");
            case Outcome.Refused(var reason, var param, _) -> {
                LOG.warn("no key was made for a token: {} {}", reason, param);
                yield unmapped(claim, value);
            }
        };
    }

    /// A claim that many share is nobody's in particular: a key of one is not for the others.
    private Optional<String> own(KeyHolder holder, KeyClaim claim, String value) {
        return claim.existing() && value.equals(holder.user())
                ? own.like(holder, clock.instant())
                : Optional.empty();
    }

    private static Fields key(Found found, KeyClaim claim, String value) {
        KeyHolder holder = found.holder();
        Fields key =
                Fields.NONE
                        .with("user_id", holder.user())
                        .with("team_id", holder.team())
                        .with("organization_id", holder.organization())
                        .with("allowed_routes", holder.routes())
                        .with(
                                "metadata",
                                Fields.NONE
                                        .with("jwt_claim_name", claim.name())
                                        .with("jwt_claim_value", value));
        return holder.models().lists().stream()
                .filter(list -> list.owner() == ModelAccess.Owner.KEY)
                .findFirst()
                .map(list -> key.with("models", list.entries()))
                .orElse(key);
    }

    private KnownKey kept(String issuer, KeyClaim claim, String value, String token) {
        return mapped(issuer, claim, value, token)
                .orElseGet(
                        () -> {
                            Outcome _ =
                                    keys.manage(
                                            OPERATOR,
                                            new ManageKeys.Request.Delete(
                                                    List.of(token), List.of()));
                            return mappedByNow(issuer, claim, value);
                        });
    }

    private KnownKey mappedByNow(String issuer, KeyClaim claim, String value) {
        return mapping(issuer, claim.name(), value)
                .map(this::stoodFor)
                .orElseGet(() -> unmapped(claim, value));
    }

    /// @return nothing where somebody else was faster, or the mapping is there and not active
    private Optional<KnownKey> mapped(String issuer, KeyClaim claim, String value, String token) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        String name = KeyClaim.indexed(issuer, claim.name(), value);
        Fields fields =
                Fields.NONE
                        .with("jwt_issuer", issuer)
                        .with("jwt_claim_name", claim.name())
                        .with("jwt_claim_value", value)
                        .with("token", token)
                        .with("is_active", true);
        Entity mapping =
                new Entity(
                        KIND,
                        HexFormat.of().formatHex(IdentifyCallers.digest(name)),
                        1,
                        new EntityIndex(name, token, "", "", "", "", ""),
                        fields,
                        now,
                        OPERATOR.author(),
                        now,
                        OPERATOR.author());
        return entities.apply(List.of(new Change.Create(mapping))).isEmpty()
                ? Optional.of(stoodFor(mapping))
                : Optional.empty();
    }
}

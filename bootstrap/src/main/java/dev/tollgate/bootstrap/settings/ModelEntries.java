package dev.tollgate.bootstrap.settings;

import dev.tollgate.bootstrap.settings.Problem.Severity;
import dev.tollgate.bootstrap.words.Nearest;
import dev.tollgate.domain.access.SecretNames;
import dev.tollgate.domain.catalog.Deployment;
import dev.tollgate.domain.catalog.DeploymentId;
import dev.tollgate.domain.entity.Fields;
import dev.tollgate.domain.money.PriceKeys;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads `model_list`: every entry becomes one deployment (one per organisation where it lists
/// several), or is left out with a reason.
final class ModelEntries {
    private static final int MOST_ENTRIES = 20_000;
    private static final Set<String> MISINDENTED =
            Set.of("rpm", "tpm", "weight", "api_key", "api_base", "api_version", "base_model");
    private static final String ACCESS_GROUPS = "access_groups";
    private static final String INFO = "model_info";
    private static final String TEAM = "team_id";
    private static final String PUBLIC_NAME = "team_public_model_name";
    private static final String PARAMS = "litellm_params";

    private final ReadingContext context;
    private final Map<String, Raw.Mapping> credentials;
    private final Raw.Mapping defaultParams;
    private final ModelEntry.Defaults defaults;
    private final Grouping grouping;
    private final EntryIds ids = new EntryIds();
    private final Map<String, Integer> lineById = new HashMap<>();
    private final List<DeploymentSpec> deployments = new ArrayList<>();
    private final List<ModelState> states = new ArrayList<>();
    private final Set<String> groups = new LinkedHashSet<>();

    /// @param credentials name → values
    /// @param defaultParams `default_litellm_params`
    /// @param grouping access groups beside those that entries name themselves
    ModelEntries(
            ReadingContext context,
            Map<String, Raw.Mapping> credentials,
            Raw.Mapping defaultParams,
            ModelEntry.Defaults defaults,
            Grouping grouping) {
        this.grouping = grouping;
        this.context = context;
        this.credentials = credentials;
        this.defaultParams = defaultParams;
        this.defaults = defaults;
    }

    void read(Section file) {
        List<Section> entries = file.sections("model_list", "model_list");
        for (Section entry : entries.subList(0, Math.min(entries.size(), MOST_ENTRIES))) {
            readEntry(entry);
        }
        if (entries.size() > MOST_ENTRIES) {
            file.wrong("model_list", "may have at most " + MOST_ENTRIES + " entries.");
        }
    }

    /// Reads what is kept beside the files. It comes after theirs, whose ids it cannot take.
    void readStored(List<Section> entries) {
        entries.forEach(this::readEntry);
    }

    /// The usable ones, in file order.
    List<DeploymentSpec> deployments() {
        return deployments;
    }

    /// What became of each entry.
    List<ModelState> states() {
        return states;
    }

    /// Every `model_name` in the file, usable or not.
    Set<String> groups() {
        return groups;
    }

    private void readEntry(Section entry) {
        int errorsBefore = context.problems().errors();
        int problemsBefore = context.problems().count();
        String name = entry.text("model_name").strip();
        Section written = within(entry, PARAMS);
        Section info = within(entry, INFO);
        String group = calledBy(info, name);
        ModelEntry model =
                new ModelEntry(
                        context, name, group, completed(entry, written, info), info, defaults);
        reportKeys(entry, written, info);
        if (name.isEmpty()) {
            entry.wrong("model_name", "the entry has no model_name.");
        } else {
            groups.add(group);
        }
        try {
            List<DeploymentSpec> read = deployments(model, written);
            if (context.problems().errors() == errorsBefore) {
                add(entry, model, read);
            } else {
                became(model, errorsSince(problemsBefore));
            }
        } catch (LeftOut leftOut) {
            became(model, List.of(report(model, leftOut)));
        }
    }

    /// What callers ask for: a team may have a name of its own for what is its own.
    private static String calledBy(Section info, String name) {
        String own = info.text(TEAM).isBlank() ? "" : info.text(PUBLIC_NAME).strip();
        return own.isEmpty() ? name : own;
    }

    private List<Problem> errorsSince(int count) {
        return context.problems().since(count).stream()
                .filter(problem -> problem.severity() == Severity.ERROR)
                .toList();
    }

    private List<DeploymentSpec> deployments(ModelEntry model, Section written) throws LeftOut {
        if (!loadedHere(model.info())) {
            throw LeftOut.onPurpose(
                    INFO, "LITELLM_ENVIRONMENT is not one of its supported_environments.");
        }
        List<String> organizations = model.params().texts("organization");
        List<DeploymentSpec> read = new ArrayList<>();
        for (String organization : organizations.isEmpty() ? List.of("") : organizations) {
            DeploymentId id = id(model, written, read.size() + 1);
            read.add(model.read(id, organization, entry(model, written, id)));
        }
        return read;
    }

    private Deployment.Entry entry(ModelEntry model, Section written, DeploymentId id) {
        Place place = written.map().place();
        Set<String> accessGroups = new LinkedHashSet<>(model.info().texts(ACCESS_GROUPS));
        accessGroups.addAll(grouping.of(model.name(), id));
        Fields info = RawFields.shown(model.info().map());
        return new Deployment.Entry(
                place.equals(Place.STORED),
                place.shown(),
                model.name(),
                model.info().text(TEAM).strip(),
                accessGroups,
                RawFields.shown(written.map()),
                accessGroups.isEmpty()
                        ? info
                        : info.with(ACCESS_GROUPS, List.copyOf(accessGroups)));
    }

    private Section within(Section entry, String key) {
        return entry.section(key, key)
                .orElseGet(
                        () ->
                                new Section(
                                        context.known(),
                                        context.problems(),
                                        key,
                                        entry.path(key),
                                        Raw.Mapping.empty(entry.place(key))));
    }

    /// `litellm_params` first, then what stands beside it by mistake, then the credential it names,
    /// then the router's defaults. What a team's administrator added may lead anywhere: of the
    /// defaults it gets no secrets.
    private Section completed(Section entry, Section written, Section info) {
        Map<String, Raw.Field> fields = new LinkedHashMap<>(written.fields());
        for (String key : MISINDENTED) {
            Raw.Field field = entry.fields().get(key);
            if (field != null) {
                fields.putIfAbsent(key, field);
            }
        }
        String credential = written.text("litellm_credential_name").strip();
        if (!credential.isEmpty()) {
            Raw.Mapping values = credentials.get(credential);
            if (values == null) {
                context.problems()
                        .error(
                                written.path("litellm_credential_name"),
                                written.place("litellm_credential_name"),
                                '"' + credential + '"',
                                "credential_list has no credential of this name.",
                                Nearest.question(credential, credentials.keySet()));
            } else {
                values.fields().forEach(fields::putIfAbsent);
            }
        }
        boolean brought = ModelEntry.brought(info);
        defaultParams
                .fields()
                .forEach(
                        (key, field) -> {
                            if (!brought || !secret(key)) {
                                fields.putIfAbsent(key, field);
                            }
                        });
        return new Section(
                context.known(),
                context.problems(),
                PARAMS,
                written.path(),
                new Raw.Mapping(written.map().place(), fields));
    }

    private static boolean secret(String key) {
        return SecretNames.isSecret(key) || SecretNames.holdsSecrets(key);
    }

    private void reportKeys(Section entry, Section params, Section info) {
        entry.fields()
                .keySet()
                .forEach(
                        key -> {
                            if (MISINDENTED.contains(key)) {
                                entry.warn(
                                        key,
                                        "stands beside litellm_params; it is read as if it stood"
                                                + " within.",
                                        "Indent the line.");
                            } else if (!entry.reportKnown(key)) {
                                entry.reportUnknown(key);
                            }
                        });
        params.fields()
                .keySet()
                .forEach(
                        key -> {
                            if (!Set.of("api_key", "api_base", "base_url", "model").contains(key)) {
                                params.reportKnown(key);
                            }
                            if (CardOverrides.isPrice(key) && !PriceKeys.known(key)) {
                                context.problems().notUsedYet(PARAMS, key);
                            }
                        });
        info.fields().keySet().forEach(info::reportKnown);
    }

    private boolean loadedHere(Section info) {
        List<String> environments = info.texts("supported_environments");
        return environments.isEmpty()
                || context.environment()
                        .filled("LITELLM_ENVIRONMENT")
                        .filter(environments::contains)
                        .isPresent();
    }

    /// @param ordinal of the organisation, from 1
    private DeploymentId id(ModelEntry model, Section written, int ordinal) {
        String given = model.info().text("id").strip();
        if (given.isEmpty()) {
            return new DeploymentId(ids.of(model.name(), written.map()));
        }
        return new DeploymentId(ordinal == 1 ? given : given + "-" + ordinal);
    }

    private void add(Section entry, ModelEntry model, List<DeploymentSpec> read) throws LeftOut {
        for (DeploymentSpec spec : read) {
            Integer earlier = lineById.get(spec.deployment().id().value());
            if (earlier != null) {
                throw LeftOut.mistake(
                        INFO,
                        "the id \""
                                + spec.deployment().id()
                                + "\" is taken by the entry in line "
                                + earlier
                                + ".",
                        "Give each deployment an id of its own.");
            }
        }
        for (DeploymentSpec spec : read) {
            lineById.put(spec.deployment().id().value(), entry.map().place().line());
            deployments.add(spec);
            became(model, List.of());
        }
    }

    private void became(ModelEntry model, List<Problem> why) {
        String name = model.name().isEmpty() ? "(no name)" : model.name();
        states.add(
                new ModelState(
                        context.problems().clean(name),
                        context.problems().clean(model.target()),
                        why));
    }

    private Problem report(ModelEntry model, LeftOut leftOut) {
        boolean ofInfo = leftOut.key().equals(INFO);
        Section section = ofInfo ? model.info() : model.params();
        boolean whole = ofInfo || leftOut.key().isEmpty();
        Place place = whole ? section.map().place() : section.place(leftOut.key());
        String path = whole ? section.path() : section.path(leftOut.key());
        Problems problems = context.problems();
        int before = problems.count();
        problems.add(leftOut.severity(), path, place, "", leftOut.reason(), leftOut.fix());
        // The list may be full; the model's own line still says why.
        return problems.since(before).stream()
                .findFirst()
                .orElseGet(
                        () ->
                                new Problem(
                                        leftOut.severity(),
                                        path,
                                        place.file(),
                                        place.line(),
                                        "",
                                        problems.clean(leftOut.reason()),
                                        problems.clean(leftOut.fix())));
    }
}

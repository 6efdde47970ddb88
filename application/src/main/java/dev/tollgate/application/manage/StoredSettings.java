package dev.tollgate.application.manage;

import dev.tollgate.application.manage.Records.Plan;
import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.application.port.in.manage.ManageSettings;
import dev.tollgate.application.port.in.manage.Outcome;
import dev.tollgate.application.port.in.manage.Outcome.Page;
import dev.tollgate.application.port.in.manage.Outcome.Refused;
import dev.tollgate.application.port.out.Entities;
import dev.tollgate.application.port.out.Entities.Change;
import dev.tollgate.application.port.out.RunningConfiguration;
import dev.tollgate.application.port.out.RunningConfiguration.Judgement;
import dev.tollgate.application.port.out.SecretCipher.CannotKeepSecrets;
import dev.tollgate.application.port.out.SectionsInForce;
import dev.tollgate.application.port.out.StoredConfiguration;
import dev.tollgate.application.stored.ReadStored;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityIndex;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Keeps settings that count before those of the file.
public final class StoredSettings implements ManageSettings {
    private static final EntityKind KIND = EntityKind.CONFIG;

    private final Records records;
    private final ReadStored stored;
    private final RunningConfiguration configuration;
    private final SectionsInForce sections;

    public StoredSettings(
            Entities entities,
            InstantSource clock,
            ReadStored stored,
            RunningConfiguration configuration,
            SectionsInForce sections) {
        this.records = new Records(entities, clock);
        this.stored = stored;
        this.configuration = configuration;
        this.sections = sections;
    }

    @Override
    public Outcome manage(Actor actor, Request request) {
        boolean changes =
                switch (request) {
                    case Request.Update _, Request.UpdateField _, Request.DeleteField _ -> true;
                    case Request.ShowField _, Request.Browse _, Request.ShowAll _ -> false;
                };
        if (!actor.admin() && (changes || !actor.seesAll())) {
            return Outcome.forbidden("Only administrators manage settings.");
        }
        try {
            return switch (request) {
                case Request.Update(var asked) -> update(actor, asked);
                case Request.UpdateField(var section, var name, var value) ->
                        known(section, name)
                                .<Outcome>map(why -> why)
                                .orElseGet(() -> update(actor, one(section, name, value)));
                case Request.DeleteField(var section, var name) ->
                        kept(section).has(name)
                                ? update(actor, one(section, name, null))
                                : Outcome.invalid(
                                        "field_name", "Field name=" + name + " is not stored.");
                case Request.ShowField(var section, var name) ->
                        known(section, name)
                                .<Outcome>map(why -> why)
                                .orElseGet(() -> new Outcome.Done(row(section, name)));
                case Request.Browse(var section) -> browse(section);
                case Request.ShowAll() -> new Outcome.Done(all());
            };
        } catch (CannotKeepSecrets e) {
            return Outcome.notSetUp(String.valueOf(e.getMessage()));
        }
    }

    private static Fields one(String section, String name, @Nullable Object value) {
        return Fields.NONE.with(section, Fields.NONE.with(name, value));
    }

    private Outcome update(Actor actor, Fields asked) {
        Fields wanted = asked.filled().only(SECTIONS);
        Optional<Refused> refused =
                SettingFields.allowed(wanted)
                        .or(() -> ModelFields.harmless(wanted, ""))
                        .or(() -> switchedOn(wanted));
        return refused.<Outcome>map(why -> why)
                .orElseGet(() -> records.carryOut(() -> changing(actor, wanted)));
    }

    private Plan changing(Actor actor, Fields asked) {
        Map<String, Entity> old = records.find(KIND, SECTIONS);
        List<Change> changes = new ArrayList<>();
        List<StoredConfiguration.Part> parts = new ArrayList<>();
        for (String section : asked.names()) {
            Fields change = stored.closed(KIND, section, asked.only(List.of(section)));
            Entity before = old.get(section);
            Fields kept = before == null ? Fields.NONE : before.fields().within(section);
            Fields merged = kept.merged(change.within(section)).filled();
            Fields fields = Fields.NONE.with(section, merged);
            parts.add(stored.opened(KIND, section, fields));
            changes.add(
                    before == null
                            ? new Change.Create(
                                    records.made(KIND, section, EntityIndex.NONE, fields, actor))
                            : new Change.Replace(
                                    records.changed(before, before.index(), fields, actor)));
        }
        Judgement judgement = configuration.judge(now -> over(now, parts));
        return judgement.objections().stream()
                .findFirst()
                .map(why -> Plan.refuse(Outcome.invalid("", why)))
                .orElseGet(() -> writing(changes, judgement));
    }

    private Plan writing(List<Change> changes, Judgement judgement) {
        return Plan.write(
                changes,
                () -> {
                    configuration.follow();
                    return new Outcome.Done(
                            Fields.NONE
                                    .with("message", "Config updated successfully")
                                    .with("warnings", judgement.remarks()));
                });
    }

    private static StoredConfiguration over(
            StoredConfiguration now, List<StoredConfiguration.Part> parts) {
        StoredConfiguration next = now;
        for (StoredConfiguration.Part part : parts) {
            next = next.with(KIND, part);
        }
        return next;
    }

    /// What is kept counts only where the operator says so; that alone can be said here as well.
    private Optional<Refused> switchedOn(Fields asked) {
        return configuration.keepsModels() || SettingFields.onlyTheSwitch(asked)
                ? Optional.empty()
                : Optional.of(StoredModels.switchedOff());
    }

    private Optional<Refused> known(String section, String name) {
        return sections.keys(section).contains(name)
                ? Optional.empty()
                : Optional.of(
                        Outcome.invalid(
                                "field_name",
                                "Invalid field=%s passed in: it is no key of %s in use."
                                        .formatted(name, section)));
    }

    private Fields kept(String section) {
        return records.find(KIND, section)
                .map(entity -> entity.fields().within(section))
                .orElse(Fields.NONE);
    }

    private Outcome browse(String section) {
        Fields shown = sections.shown(section);
        Fields kept = kept(section);
        List<Fields> rows =
                new TreeSet<>(sections.keys(section))
                        .stream().map(name -> SettingFields.row(name, shown, kept)).toList();
        return new Page(rows, rows.size(), 1, Math.max(1, rows.size()));
    }

    private Fields row(String section, String name) {
        return SettingFields.row(name, sections.shown(section), kept(section));
    }

    private Fields all() {
        Fields all = Fields.NONE;
        for (String section : SECTIONS) {
            all = all.with(section, sections.shown(section));
        }
        return all;
    }
}

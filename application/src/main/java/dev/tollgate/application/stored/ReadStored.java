package dev.tollgate.application.stored;

import dev.tollgate.application.port.out.Entities;
import dev.tollgate.application.port.out.Entities.EntityPage;
import dev.tollgate.application.port.out.Entities.EntityQuery;
import dev.tollgate.application.port.out.Entities.Sort;
import dev.tollgate.application.port.out.SecretCipher.CannotKeepSecrets;
import dev.tollgate.application.port.out.StoredConfiguration;
import dev.tollgate.application.port.out.StoredConfiguration.Part;
import dev.tollgate.domain.entity.Entity;
import dev.tollgate.domain.entity.EntityIndex;
import dev.tollgate.domain.entity.EntityKind;
import dev.tollgate.domain.entity.Fields;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Reads what is kept of the configuration. Throws
/// [dev.tollgate.application.port.out.StorageUnavailable] where the store is away.
public final class ReadStored implements Supplier<StoredConfiguration> {
    /// Most of a kind that are kept.
    public static final int MOST = 10_000;

    /// The role of a deployment that an administrator of its team added.
    public static final String BROUGHT = "team";

    /// What stands in its `model_info` then, for who reads it: it gets nothing that is the
    /// gateway's.
    public static final String MARK = "brought_by_team";

    private static final int AT_ONCE = 1_000;

    private final Entities entities;
    private final Sealing sealing;

    public ReadStored(Entities entities, Sealing sealing) {
        this.entities = entities;
        this.sealing = sealing;
    }

    @Override
    public StoredConfiguration get() {
        List<String> unreadable = new ArrayList<>();
        Map<EntityKind, List<Part>> parts = new EnumMap<>(EntityKind.class);
        for (EntityKind kind : StoredConfiguration.KINDS) {
            parts.put(kind, opened(all(kind), unreadable));
        }
        return new StoredConfiguration(parts, unreadable);
    }

    private List<Part> opened(List<Entity> kept, List<String> unreadable) {
        List<Part> parts = new ArrayList<>();
        for (Entity entity : kept) {
            try {
                parts.add(opened(entity));
            } catch (CannotKeepSecrets e) {
                unreadable.add(String.valueOf(e.getMessage()));
            }
        }
        return parts;
    }

    /// Of a deployment it is shown who added it, and when.
    private static Fields told(Entity entity) {
        if (entity.kind() != EntityKind.MODEL) {
            return entity.fields();
        }
        Fields info =
                entity.fields()
                        .within("model_info")
                        .with("created_at", entity.createdAt().toString())
                        .with("created_by", entity.createdBy())
                        .with("updated_at", entity.updatedAt().toString())
                        .with("updated_by", entity.updatedBy());
        return entity.fields().with("model_info", isBrought(entity) ? info.with(MARK, true) : info);
    }

    /// Whether it is a deployment that an administrator of its team added.
    public static boolean isBrought(Entity model) {
        return model.index().role().equals(BROUGHT);
    }

    /// What is kept, with its secrets open and as it is read.
    public Part opened(Entity entity) {
        return opened(entity.kind(), entity.id(), told(entity));
    }

    /// What is kept under this name, with its secrets open.
    public Part opened(EntityKind kind, String id, Fields kept) {
        return new Part(id, sealing.open(kept, place(kind, id)));
    }

    /// What is to be kept under this name, with its secrets closed.
    public Fields closed(EntityKind kind, String id, Fields open) {
        return sealing.close(open, place(kind, id));
    }

    /// How many of a kind are kept.
    public long count(EntityKind kind) {
        return page(kind, 0, 1).total();
    }

    /// Those of a kind as they are kept, in the order of their ids.
    public void each(EntityKind kind, Consumer<Entity> what) {
        all(kind).forEach(what);
    }

    /// The ids of those of a kind that are kept.
    public List<String> ids(EntityKind kind) {
        return all(kind).stream().map(Entity::id).toList();
    }

    private static String place(EntityKind kind, String id) {
        return kind + "/" + id;
    }

    private List<Entity> all(EntityKind kind) {
        List<Entity> all = new ArrayList<>();
        EntityPage page;
        do {
            page = page(kind, all.size(), AT_ONCE);
            all.addAll(page.entities());
        } while (page.entities().size() == AT_ONCE && all.size() < MOST);
        return all;
    }

    private EntityPage page(EntityKind kind, int offset, int size) {
        return entities.list(
                new EntityQuery(
                        kind,
                        EntityIndex.NONE,
                        EntityIndex.NONE,
                        false,
                        Sort.ID,
                        false,
                        offset,
                        size));
    }
}

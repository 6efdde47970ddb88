package dev.tollgate.adapters.providers.catalogue;

import com.fasterxml.jackson.core.JsonProcessingException;

import dev.tollgate.application.port.out.ModelCards;
import dev.tollgate.domain.catalog.ModelCard;
import dev.tollgate.domain.money.PriceUpdate;

import java.io.IOException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// The catalogue in force: the bundled one, or that one under the models of a price file. A file
/// that cannot be had or read changes nothing. Safe for use by many threads.
public final class LiveCatalogue implements ModelCards {
    private final ModelCatalogue bundled;
    private final String source;
    private final InstantSource clock;
    private final ReentrantLock reloading = new ReentrantLock();
    private volatile ModelCatalogue current;

    /// @param source path or address of a price file in LiteLLM's form; empty: none
    public LiveCatalogue(ModelCatalogue bundled, String source, InstantSource clock) {
        this.bundled = bundled;
        this.source = source;
        this.clock = clock;
        this.current = bundled;
    }

    /// Takes the price file anew.
    public PriceUpdate reload() {
        if (source.isEmpty()) {
            return new PriceUpdate.NoSource(version());
        }
        reloading.lock();
        try {
            byte[] file = new PriceSource(source).read();
            var lines = LiteLlmPriceFile.read(file);
            String day = clock.instant().atOffset(ZoneOffset.UTC).toLocalDate().toString();
            current = bundled.under(lines, day + "-" + Fingerprint.of(file));
            return new PriceUpdate.Taken(lines.size(), version());
        } catch (IOException | RuntimeException e) {
            String shown = new PriceSource(source).shown();
            return new PriceUpdate.Kept(version(), shown, reason(e).replace(source, shown));
        } finally {
            reloading.unlock();
        }
    }

    private static String reason(Exception e) {
        String message =
                e instanceof JsonProcessingException json
                        ? json.getOriginalMessage()
                        : e.getMessage();
        String first = message == null ? "" : message.lines().findFirst().orElse("");
        // Where in the file an unfinished value began is of no use to anybody.
        String reason = first.replaceFirst(" \\(start marker at .*", "");
        return reason.isEmpty() ? e.getClass().getSimpleName() : reason;
    }

    @Override
    public String version() {
        return current.version();
    }

    @Override
    public ModelCard find(String provider, String model) {
        return current.find(provider, model);
    }

    @Override
    public ModelCard findIn(String provider, String region, String model) {
        return current.findIn(provider, region, model);
    }

    @Override
    public List<String> modelsOf(String provider) {
        return current.modelsOf(provider);
    }

    @Override
    public String providerOf(String model) {
        return current.providerOf(model);
    }
}

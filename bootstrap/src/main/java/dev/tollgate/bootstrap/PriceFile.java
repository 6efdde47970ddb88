package dev.tollgate.bootstrap;

import dev.tollgate.adapters.providers.catalogue.LiveCatalogue;
import dev.tollgate.application.port.in.ReloadPrices;
import dev.tollgate.domain.money.PriceUpdate;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.InstantSource;
import java.util.Map;

/// The operator's price file: where it is, and what happens when it is taken.
final class PriceFile implements ReloadPrices {
    private static final Logger LOG = LoggerFactory.getLogger(PriceFile.class);

    private final LiveCatalogue catalogue;
    private final Runnable repriced;

    private PriceFile(LiveCatalogue catalogue, Runnable repriced) {
        this.catalogue = catalogue;
        this.repriced = repriced;
    }

    /// The catalogue that the environment asks for, the price file already taken.
    static LiveCatalogue catalogue(Map<String, String> environment, InstantSource clock) {
        boolean local =
                environment
                        .getOrDefault("LITELLM_LOCAL_MODEL_COST_MAP", "")
                        .strip()
                        .equalsIgnoreCase("true");
        String source =
                local ? "" : environment.getOrDefault("LITELLM_MODEL_COST_MAP_URL", "").strip();
        LiveCatalogue catalogue = new LiveCatalogue(Composition.catalogue(), source, clock);
        tell(catalogue.reload());
        return catalogue;
    }

    /// @param repriced has the deployments priced anew
    static PriceFile of(LiveCatalogue catalogue, Runnable repriced) {
        return new PriceFile(catalogue, repriced);
    }

    @Override
    public PriceUpdate reload() {
        PriceUpdate outcome = catalogue.reload();
        tell(outcome);
        if (outcome instanceof PriceUpdate.Taken) {
            repriced.run();
        }
        return outcome;
    }

    private static void tell(PriceUpdate outcome) {
        switch (outcome) {
            case PriceUpdate.NoSource _ -> {}
            case PriceUpdate.Taken(int models, String version) ->
                    LOG.info("prices of {} models are in force, version {}", models, version);
            case PriceUpdate.Kept(String version, String source, String why) ->
                    LOG.error(
                            "the price file {} is not taken, the prices of {} stay in force: {}",
                            source,
                            version,
                            why);
        }
    }
}

package dev.tollgate.adapters.http.info;

import dev.tollgate.adapters.http.wire.ErrorBody;
import dev.tollgate.adapters.http.wire.Exchange;
import dev.tollgate.adapters.http.wire.RequestRefused;
import dev.tollgate.application.port.in.ReloadPrices;
import dev.tollgate.application.port.in.manage.Actor;
import dev.tollgate.domain.money.PriceUpdate;

/// `POST /reload/model_cost_map`: takes the operator's price file anew.
public final class PriceRoutes {
    private final ReloadPrices prices;

    public PriceRoutes(ReloadPrices prices) {
        this.prices = prices;
    }

    public void reload(Exchange exchange, Actor actor, String part) {
        PriceUpdate outcome = prices.reload();
        int models =
                switch (outcome) {
                    case PriceUpdate.Taken taken -> taken.models();
                    case PriceUpdate.NoSource _ -> 0;
                    case PriceUpdate.Kept(String version, String _, String why) ->
                            throw RequestRefused.with(
                                    ErrorBody.of(
                                                    500,
                                                    "internal_server_error",
                                                    "",
                                                    "The price file is not taken, the prices of "
                                                            + version
                                                            + " stay in force: "
                                                            + why)
                                            .withDetail());
                };
        String message =
                outcome instanceof PriceUpdate.NoSource
                        ? "There is no price file: the bundled prices are in force."
                        : "Price data reloaded successfully! " + models + " models updated.";
        JsonAnswer.send(
                exchange,
                200,
                json -> {
                    json.writeStartObject();
                    json.writeStringField("status", "success");
                    json.writeStringField("message", message);
                    json.writeNumberField("models_count", models);
                    json.writeStringField("version", outcome.version());
                    json.writeEndObject();
                });
    }
}

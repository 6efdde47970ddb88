package dev.tollgate.adapters.providers.alerts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.tollgate.application.port.out.AlertSender;
import dev.tollgate.domain.access.Secret;
import dev.tollgate.domain.entity.Fields;

import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.util.Timeout;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Posts alerts as JSON. An address may be a secret: it is in no message.
public final class HttpAlerts implements AlertSender {
    private static final Timeout CONNECTING = Timeout.ofSeconds(5);
    private static final Timeout ANSWERING = Timeout.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String name;
    private final Secret address;
    private final Function<Fields, Map<String, ?>> body;

    private HttpAlerts(String name, Secret address, Function<Fields, Map<String, ?>> body) {
        this.name = name;
        this.address = address;
        this.body = body;
    }

    /// Sends the fields as they are.
    public static HttpAlerts webhook(Secret address) {
        return new HttpAlerts("webhook", address, Fields::asMap);
    }

    /// Send lines of text in the form that Slack takes: one for each address, so that nobody hears
    /// again and again what another did not take.
    public static List<HttpAlerts> slack(List<Secret> addresses) {
        List<HttpAlerts> all = new ArrayList<>();
        for (Secret address : addresses) {
            String name = all.isEmpty() ? "slack" : "slack " + (all.size() + 1);
            all.add(new HttpAlerts(name, address, alert -> Map.of("text", SlackText.of(alert))));
        }
        return all;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<String> send(Fields alert) {
        String json;
        try {
            json = JSON.writeValueAsString(body.apply(alert));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an alert is no JSON", e);
        }
        // One client for one alert: they are rare.
        try (CloseableHttpClient client = client()) {
            int status = post(client, json);
            return status >= 200 && status <= 299
                    ? Optional.empty()
                    : Optional.of("it was answered with status " + status);
        } catch (IOException | IllegalArgumentException e) {
            return Optional.of(e.getClass().getSimpleName());
        }
    }

    private int post(CloseableHttpClient client, String json) throws IOException {
        HttpPost request = new HttpPost(address.reveal());
        request.setEntity(new StringEntity(json, ContentType.APPLICATION_JSON));
        return client.execute(request, response -> response.getCode());
    }

    private static CloseableHttpClient client() {
        return HttpClients.custom()
                .setConnectionManager(
                        PoolingHttpClientConnectionManagerBuilder.create()
                                .setDefaultConnectionConfig(
                                        ConnectionConfig.custom()
                                                .setConnectTimeout(CONNECTING)
                                                .setSocketTimeout(ANSWERING)
                                                .build())
                                .build())
                .setDefaultRequestConfig(
                        RequestConfig.custom().setResponseTimeout(ANSWERING).build())
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .build();
    }
}

package dev.tollgate.bootstrap.settings;

import dev.tollgate.adapters.http.openai.ErrorStyle;

import java.util.List;
import java.util.Set;

/// Reads `litellm_settings`, but for what is about routing.
final class LitellmReader {
    private static final List<String> CALLBACKS =
            List.of("callbacks", "success_callback", "failure_callback");
    private static final Set<String> NOT_PYTHON = Set.of("prometheus", "otel");

    private final Section litellm;
    private final Section router;
    private final Section environment;

    LitellmReader(Section litellm, Section router, Section environment) {
        this.litellm = litellm;
        this.router = router;
        this.environment = environment;
    }

    LitellmSettings read() {
        CALLBACKS.forEach(this::warnOfPython);
        return new LitellmSettings(
                litellm.flag("drop_params", environment.flag("LITELLM_DROP_PARAMS", false)),
                litellm.flag("modify_params", environment.flag("LITELLM_MODIFY_PARAMS", false)),
                litellm.flag("json_logs", environment.flag("JSON_LOGS", false)),
                litellm.flag("set_verbose", router.flag("set_verbose", false)),
                Markups.read(litellm),
                verifyTls(),
                (int)
                        litellm.whole(
                                "budget_exceeded_status_code", 400, 499, ErrorStyle.OVER_BUDGET));
    }

    /// A path to certificates is understood as "yes".
    private boolean verifyTls() {
        String written = litellm.text("ssl_verify").strip();
        if (written.contains("/") || written.endsWith(".pem")) {
            litellm.warn(
                    "ssl_verify",
                    "own certificate files are not used yet; the system's are.",
                    "Add the certificate to Java's trust store.");
            return true;
        }
        return litellm.flag("ssl_verify", environment.flag("SSL_VERIFY", true));
    }

    private void warnOfPython(String key) {
        for (String name : litellm.texts(key)) {
            if (name.contains(".") && !NOT_PYTHON.contains(name)) {
                litellm.warn(key, "\"" + name + "\" names Python code, which cannot run here.", "");
            }
        }
    }
}

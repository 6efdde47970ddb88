package dev.tollgate.adapters.http.info;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// The page at the address of the user interface: where things are until there is one. It holds no
/// scripts and nothing of the gateway's data, so that anyone may see it.
final class UiPage {
    private static final String STYLE =
            """
            :root { color-scheme: light dark }
            body { font: 1rem/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem }
            pre { overflow-x: auto; padding: .75rem; border: 1px solid }
            """;

    private static final String PAGE =
            """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>Tollgate</title>
            <style>%s</style>
            </head>
            <body>
            <h1>Tollgate</h1>
            <p>This gateway runs. It has no user interface in the browser yet: keys, users, teams, budgets
            and reports are managed over HTTP, with the master key. In the commands <code>$TOLLGATE</code>
            is this gateway's address, such as <code>http://localhost:4000</code>.</p>
            <h2>Make a virtual key</h2>
            <pre>curl $TOLLGATE/key/generate \\
              -H "Authorization: Bearer $LITELLM_MASTER_KEY" -H "Content-Type: application/json" \\
              -d '{"key_alias": "first", "max_budget": 10, "budget_duration": "30d"}'</pre>
            <p>The answer shows the key this once. Callers use it as their OpenAI API key.</p>
            <h2>See what was spent</h2>
            <pre>curl "$TOLLGATE/key/list?return_full_object=true" -H "Authorization: Bearer $LITELLM_MASTER_KEY"
            curl $TOLLGATE/global/spend -H "Authorization: Bearer $LITELLM_MASTER_KEY"</pre>
            <h2>What is here</h2>
            <ul>
            <li><a href="../health/readiness">/health/readiness</a>: whether it serves, and its database</li>
            <li><a href="../health/liveliness">/health/liveliness</a>: whether its process lives</li>
            <li><a href="../routes">/routes</a>: everything it answers to</li>
            <li><code>/v1/models</code>: the models to call (with a key)</li>
            </ul>
            <h2>The documentation</h2>
            <p>is in the folder <code>bootstrap/docs</code> of Tollgate's sources:
            <code>keys-and-budgets.md</code>, <code>spend.md</code>, <code>configuration.md</code>,
            <code>operations.md</code>.</p>
            </body>
            </html>
            """;

    private final byte[] bytes = PAGE.formatted(STYLE).getBytes(StandardCharsets.UTF_8);
    private final String policy =
            "default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'"
                    .formatted(digest(STYLE));

    byte[] bytes() {
        return bytes;
    }

    /// The content security policy it is sent with: its own style and nothing else.
    String policy() {
        return policy;
    }

    private static String digest(String text) {
        try {
            return Base64.getEncoder()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

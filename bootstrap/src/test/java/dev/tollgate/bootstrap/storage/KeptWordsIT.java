package dev.tollgate.bootstrap.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.bootstrap.client.ChatRequest;
import dev.tollgate.bootstrap.client.ChatStream;
import dev.tollgate.bootstrap.client.Gateway;
import dev.tollgate.bootstrap.client.Message;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/// What was said lands on no disk unless the operator wants it.
@Timeout(120)
class KeptWordsIT {
    private static final String ASKED = "canary-asked-4711";
    private static final String ANSWERED = "canary-answered-4711";
    private static final String MODEL = "model-with-a-name";

    @TempDir Path folder;

    /// Asks a gateway, whole and streamed, and waits until both calls and so many transcripts are
    /// kept.
    private void talk(String settings, int transcripts) throws Exception {
        String yaml =
                """
                model_list:
                  - model_name: %s
                    litellm_params: {model: openai/demo, mock_response: %s}
                tollgate_settings: {storage: embedded}
                %s
                """
                        .formatted(MODEL, ANSWERED, settings);
        Path config = Files.writeString(folder.resolve("config.yaml"), yaml);
        try (Gateway gateway = Gateway.open(config, Map.of("LITELLM_MODE", "PRODUCTION"))) {
            ChatRequest request = ChatRequest.of(MODEL, Message.user(ASKED));
            assertThat(gateway.chat(request).text()).isEqualTo(ANSWERED);
            try (ChatStream stream = gateway.stream(request)) {
                assertThat(stream).isNotEmpty();
            }
            while (rows("ledger") < 2 || rows("transcript") < transcripts) {
                Thread.onSpinWait();
            }
        }
        Files.delete(config);
    }

    private List<String> everything() throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).map(KeptWordsIT::content).toList();
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// None as long as there is no such table.
    private int rows(String table) throws SQLException {
        Path file = folder.resolve(".tollgate/tollgate.db");
        if (!Files.exists(file)) {
            return 0;
        }
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement();
                var count = statement.executeQuery("select count(*) from " + table)) {
            return count.next() ? count.getInt(1) : 0;
        } catch (SQLException e) {
            if (String.valueOf(e.getMessage()).contains("no such table")) {
                return 0;
            }
            throw e;
        }
    }

    @Test
    void without_the_setting_no_file_holds_a_word_of_it() throws Exception {
        talk("", 0);

        assertThat(everything()).anyMatch(text -> text.contains(MODEL));
        assertThat(everything()).noneMatch(text -> text.contains(ASKED));
        assertThat(everything()).noneMatch(text -> text.contains(ANSWERED));
        assertThat(rows("transcript")).isZero();
    }

    @Test
    void with_it_each_call_is_kept() throws Exception {
        talk("general_settings: {store_prompts_in_spend_logs: true}", 2);
        assertThat(rows("transcript")).isEqualTo(2);
    }
}

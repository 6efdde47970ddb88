package dev.tollgate.bootstrap.client;

import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// One part of a message's content.
public sealed interface Part {
    /// The part as the wire has it.
    Json json();

    static Part text(String text) {
        return new Text(text, Map.of());
    }

    /// @param url `https://…` or a `data:` URL
    static Part image(String url) {
        return new Image(url, "", Map.of());
    }

    /// An image that travels inside the request.
    ///
    /// @param mediaType `image/png`, `image/jpeg`, …
    static Part image(byte[] bytes, String mediaType) {
        return image("data:" + mediaType + ";base64," + Base64.getEncoder().encodeToString(bytes));
    }

    /// Text.
    ///
    /// @param extra further members of the part (`cache_control`, …)
    record Text(String text, Map<String, Json> extra) implements Part {
        public Text {
            extra = Collections.unmodifiableMap(new LinkedHashMap<>(extra));
        }

        @Override
        public Json json() {
            Map<String, Json> members = new LinkedHashMap<>();
            members.put("type", Json.of("text"));
            members.put("text", Json.of(text));
            members.putAll(extra);
            return Json.object(members);
        }
    }

    /// An image.
    ///
    /// @param detail `low`, `high`, `auto`; empty: the provider's choice
    /// @param extra further members of the part
    record Image(String url, String detail, Map<String, Json> extra) implements Part {
        public Image {
            extra = Collections.unmodifiableMap(new LinkedHashMap<>(extra));
        }

        @Override
        public Json json() {
            Map<String, Json> image = new LinkedHashMap<>();
            image.put("url", Json.of(url));
            if (!detail.isEmpty()) {
                image.put("detail", Json.of(detail));
            }
            Map<String, Json> members = new LinkedHashMap<>();
            members.put("type", Json.of("image_url"));
            members.put("image_url", Json.object(image));
            members.putAll(extra);
            return Json.object(members);
        }
    }

    /// Any other part (`input_audio`, `file`, `thinking`, …), as the wire has it.
    record Other(Json json) implements Part {}
}

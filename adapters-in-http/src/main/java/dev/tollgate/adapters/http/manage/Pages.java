package dev.tollgate.adapters.http.manage;

import com.fasterxml.jackson.core.JsonGenerator;

import dev.tollgate.adapters.http.manage.Replies.PageShape;
import dev.tollgate.application.port.in.manage.Outcome.Page;
import dev.tollgate.domain.entity.Fields;

import java.io.IOException;

/// The shapes of lists.
final class Pages {
    private Pages() {}

    /// `{"users":[…],"total","page","page_size","total_pages"}`
    static PageShape counted(String name, View view) {
        return (json, page) -> {
            json.writeStartObject();
            json.writeFieldName(name);
            array(json, page, view);
            json.writeNumberField("total", page.total());
            json.writeNumberField("page", page.number());
            json.writeNumberField("page_size", page.size());
            json.writeNumberField("total_pages", page.pages());
            json.writeEndObject();
        };
    }

    /// A bare array.
    static PageShape array(View view) {
        return (json, page) -> array(json, page, view);
    }

    private static void array(JsonGenerator json, Page page, View view) throws IOException {
        json.writeStartArray();
        for (Fields each : page.items()) {
            view.write(json, each);
        }
        json.writeEndArray();
    }
}

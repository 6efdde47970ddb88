package dev.tollgate.adapters.http.envelope;

import dev.tollgate.domain.call.HeaderLines;

import java.util.ArrayList;
import java.util.List;

/// What a caller's headers say about the call, as they said it; empty texts where they are silent.
///
/// @param numRetries `x-litellm-num-retries`
/// @param timeout `x-litellm-timeout`, seconds
/// @param streamTimeout `x-litellm-stream-timeout`, seconds
/// @param tags `x-litellm-tags`, separated by commas
/// @param callId `x-litellm-call-id`
/// @param customer `x-litellm-customer-id`, else `x-litellm-end-user-id`, else what the rules name
/// @param session `x-litellm-session-id`, else `x-litellm-trace-id`
/// @param confidential `x-litellm-enable-message-redaction`
/// @param userAgent `user-agent`, its beginning
/// @param forwarded what goes to the provider in any case
/// @param offered that, and what goes along to the models that the rules name
/// @param rules which models those are
public record CallHeaders(
        String numRetries,
        String timeout,
        String streamTimeout,
        String tags,
        String callId,
        String customer,
        String session,
        boolean confidential,
        String userAgent,
        HeaderLines forwarded,
        HeaderLines offered,
        Forwarding rules) {
    public static final CallHeaders NONE =
            new CallHeaders(
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    false,
                    "",
                    HeaderLines.NONE,
                    HeaderLines.NONE,
                    Forwarding.NOTHING);

    private static final String PASS = "x-pass-";
    private static final int MAX_FORWARDED = 64;

    /// Patterns search in it.
    private static final int MAX_USER_AGENT = 500;

    /// What goes to the provider of a call for this model.
    HeaderLines forwarded(String model) {
        return rules.forModel(model) ? offered : forwarded;
    }

    /// Whether they decide nothing about the call.
    boolean silent() {
        return numRetries.isEmpty()
                && timeout.isEmpty()
                && streamTimeout.isEmpty()
                && tags.isEmpty();
    }

    /// Collects header lines; give every line to [#line] and then call [#done].
    public static final class Collector {
        private final Forwarding rules;
        private String numRetries = "";
        private String timeout = "";
        private String streamTimeout = "";
        private String tags = "";
        private String callId = "";
        private String customer = "";
        private String endUser = "";
        private String mapped = "";
        private int mappedBy = Integer.MAX_VALUE;
        private String session = "";
        private String trace = "";
        private boolean confidential;
        private String userAgent = "";
        private List<String> forwarded = List.of();
        private List<String> offered = List.of();

        public Collector(Forwarding rules) {
            this.rules = rules;
        }

        /// @param name in lower case
        public void line(String name, String value) {
            int mapping = rules.customers().indexOf(name);
            if (mapping >= 0 && mapping < mappedBy && !value.isBlank()) {
                mapped = value;
                mappedBy = mapping;
            }
            if (name.isEmpty() || name.charAt(0) != 'x') {
                switch (name) {
                    case "anthropic-beta" -> forward(name, value);
                    case "user-agent" -> userAgent = beginning(value);
                    default -> offer(name, value);
                }
            } else if (name.startsWith("x-litellm-")) {
                switch (name) {
                    case "x-litellm-num-retries" -> numRetries = value;
                    case "x-litellm-timeout" -> timeout = value;
                    case "x-litellm-stream-timeout" -> streamTimeout = value;
                    case "x-litellm-tags" -> tags = value;
                    case "x-litellm-call-id" -> callId = value;
                    case "x-litellm-customer-id" -> customer = value;
                    case "x-litellm-end-user-id" -> endUser = value;
                    case "x-litellm-session-id" -> session = value;
                    case "x-litellm-trace-id" -> trace = value;
                    case "x-litellm-enable-message-redaction" ->
                            confidential = value.strip().equalsIgnoreCase("true");
                    default -> {}
                }
            } else if (name.startsWith(PASS)) {
                String inner = name.substring(PASS.length());
                if (Forwarding.mayPass(inner)) {
                    forward(inner, value);
                }
            } else {
                offer(name, value);
            }
        }

        private static String beginning(String value) {
            return value.length() <= MAX_USER_AGENT ? value : value.substring(0, MAX_USER_AGENT);
        }

        private void forward(String name, String value) {
            forwarded = added(forwarded, name, value);
        }

        private void offer(String name, String value) {
            if (rules.takesAlways(name)) {
                forward(name, value);
            } else if (rules.takes(name)) {
                offered = added(offered, name, value);
            }
        }

        private static List<String> added(List<String> lines, String name, String value) {
            List<String> longer = lines.isEmpty() ? new ArrayList<>() : lines;
            if (longer.size() < 2 * MAX_FORWARDED) {
                longer.add(name);
                longer.add(value);
            }
            return longer;
        }

        public CallHeaders done() {
            if (numRetries.isEmpty()
                    && timeout.isEmpty()
                    && streamTimeout.isEmpty()
                    && tags.isEmpty()
                    && callId.isEmpty()
                    && customer.isEmpty()
                    && endUser.isEmpty()
                    && mapped.isEmpty()
                    && session.isEmpty()
                    && trace.isEmpty()
                    && !confidential
                    && userAgent.isEmpty()
                    && forwarded.isEmpty()
                    && offered.isEmpty()) {
                return NONE;
            }
            HeaderLines always = HeaderLines.of(forwarded);
            return new CallHeaders(
                    numRetries,
                    timeout,
                    streamTimeout,
                    tags,
                    callId,
                    customer(),
                    session.isEmpty() ? trace : session,
                    confidential,
                    userAgent,
                    always,
                    offered.isEmpty() ? always : joined(forwarded, offered),
                    rules);
        }

        private String customer() {
            String own = customer.isEmpty() ? endUser : customer;
            return own.isEmpty() ? mapped : own;
        }

        private static HeaderLines joined(List<String> first, List<String> second) {
            List<String> both = new ArrayList<>(first);
            both.addAll(second);
            return HeaderLines.of(both);
        }
    }
}

package dev.tollgate.features.driver;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What a scripted provider does with one request.
final class Performance {
    private static final String STOP = "stop";
    private static final Duration READING = Duration.ofMillis(200);

    private final Received request;
    private final InputStream in;
    private final Socket socket;
    private final OutputStream out;
    private final ScriptedUpstream stage;

    Performance(Received request, InputStream in, Socket socket, ScriptedUpstream stage)
            throws IOException {
        this.request = request;
        this.in = in;
        this.socket = socket;
        this.out = socket.getOutputStream();
        this.stage = stage;
    }

    static String usual(String deployment) {
        return "Hello from " + deployment;
    }

    /// @return whether the connection goes on
    boolean give(Behaviour behaviour) throws IOException {
        return switch (behaviour) {
            case Behaviour.Says(String text) -> says(text, STOP);
            case Behaviour.Replies reply -> replies(reply);
            case Behaviour.HangsUp(boolean reset) -> {
                socket.setSoLinger(reset, 0);
                yield false;
            }
            case Behaviour.KeepsSilent() -> silent();
            case Behaviour.StreamsThen(String text, var ending) -> {
                startStream();
                events(ProviderWords.words(request, missing(text)));
                yield goesWrong(ending);
            }
            case Behaviour.CallsToolThen(var ending) -> {
                startStream();
                events(ProviderWords.toolCall(request));
                yield goesWrong(ending);
            }
            case Behaviour.SaysWhenLetGo(String text) -> {
                stage.awaitLetGo(request.deployment());
                yield says(text.isEmpty() ? usual(request.deployment()) : text, STOP);
            }
            case Behaviour.SaysAfter(var time) -> {
                World.takeTime(time);
                yield says(usual(request.deployment()), STOP);
            }
            case Behaviour.SaysUnlessBegun(String text) ->
                    request.begun().isEmpty()
                            ? says(text, STOP)
                            : replies(Misbehaviour.refusesBeginnings());
            case Behaviour.Withholds(String text) -> says(text, "content_filter");
        };
    }

    /// A text without the beginning that the request holds already.
    private String missing(String text) {
        String begun = request.begun();
        return text.startsWith(begun) ? text.substring(begun.length()) : text;
    }

    private boolean says(String text, String finish) throws IOException {
        if (!request.wantsStream()) {
            String body = ProviderWords.whole(request, missing(text), finish);
            return replies(new Behaviour.Replies(200, Map.of(), body));
        }
        startStream();
        events(ProviderWords.words(request, missing(text)));
        events(ProviderWords.finish(request, finish));
        event(ProviderWords.end(request));
        return endOfBody();
    }

    private boolean replies(Behaviour.Replies reply) throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + reply.status() + " Scripted\r\n");
        if (!reply.headers().containsKey("content-type")) {
            head.append("content-type: application/json\r\n");
        }
        reply.headers().forEach((k, v) -> head.append(k).append(": ").append(v).append("\r\n"));
        int length = reply.body().getBytes(StandardCharsets.UTF_8).length;
        write(head.append("content-length: " + length + "\r\n\r\n") + reply.body());
        return true;
    }

    private boolean goesWrong(Behaviour.Ending ending) throws IOException {
        return switch (ending) {
            case CUT -> false;
            case RESET -> {
                // What the other side has not read by then is lost to it.
                World.takeTime(READING);
                socket.setSoLinger(true, 0);
                yield false;
            }
            case UNFINISHED -> endOfBody();
            case SILENCE -> silent();
            case GARBAGE -> {
                event(ProviderWords.garbage(request));
                yield endOfBody();
            }
            case ERROR_EVENT -> {
                event(ProviderWords.errorEvent(request));
                yield endOfBody();
            }
            case NO_END_MARK -> {
                events(ProviderWords.finish(request, STOP));
                yield endOfBody();
            }
            case NEVER_CLOSES -> {
                events(ProviderWords.finish(request, STOP));
                yield silent();
            }
        };
    }

    /// Waits until the other side closes.
    private boolean silent() {
        try {
            if (in.read() >= 0) {
                throw new IOException("a request on top of an unanswered one");
            }
        } catch (IOException _) {
            // A reset is as good as a close.
        }
        stage.wasAbandoned(request.deployment());
        return false;
    }

    private void startStream() throws IOException {
        write(
                "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n"
                        + "transfer-encoding: chunked\r\n\r\n");
    }

    private void events(List<String> events) throws IOException {
        for (String event : events) {
            event(event);
        }
    }

    private void event(String event) throws IOException {
        int length = event.getBytes(StandardCharsets.UTF_8).length;
        write(Integer.toHexString(length) + "\r\n" + event + "\r\n");
    }

    private boolean endOfBody() throws IOException {
        write("0\r\n\r\n");
        return true;
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}

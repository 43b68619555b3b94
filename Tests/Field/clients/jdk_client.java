// Java's java.net.http.WebSocket, of the JDK itself.
import com.google.gson.Gson;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

class JDKClient implements WebSocket.Listener {
    final Queue<String> texts = new ArrayDeque<>();
    boolean isOpen;

    public static void main(String[] arguments) {
        var gson = new Gson();
        var client = new JDKClient();
        for (String text : gson.fromJson(arguments[2], String[].class)) client.texts.add(text);
        var builder = HttpClient.newHttpClient().newWebSocketBuilder();
        Map<?, ?> fields = gson.fromJson(arguments[1], Map.class);
        fields.forEach((name, value) -> builder.header(name.toString(), value.toString()));
        try {
            builder.buildAsync(URI.create(arguments[0]), client).join();
            // Its own threads keep no program alive.
            Thread.currentThread().join();
        } catch (InterruptedException problem) {
            end(problem.toString());
        } catch (CompletionException problem) {
            var cause = problem.getCause();
            end(cause + (cause instanceof WebSocketHandshakeException refusal ? " " + refusal.getResponse().statusCode() : ""));
        }
    }

    public void onOpen(WebSocket socket) {
        socket.sendText(texts.remove(), true);
        socket.request(1);
    }

    public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean isLast) {
        if (isLast && !texts.isEmpty()) {
            socket.sendText(texts.remove(), true);
        } else if (isLast && !isOpen) {
            isOpen = true;
            System.out.println("open");
            try {
                System.in.readAllBytes();
            } catch (java.io.IOException problem) {
                end(problem.toString());
            }
        }
        socket.request(1);
        return null;
    }

    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        end("onClose " + code + " " + reason);
        return null;
    }

    public void onError(WebSocket socket, Throwable problem) {
        end("onError " + problem);
    }

    static void end(String words) {
        System.out.println("end " + words.strip());
        System.exit(0);
    }
}

package org.calliope.ims.container;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import javax.servlet.http.HttpServletResponse;

/** JSON out of maps, collections, texts, numbers and truth values (RFC 8259). */
final class Json {

    private Json() { }

    static void send(HttpServletResponse response, int status, Object body) throws IOException {
        byte[] bytes = (text(body) + '\n').getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType("application/json");
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }

    /** @param error one word for programs; the message is for people */
    static void error(HttpServletResponse response, int status, String error, String message) throws IOException {
        send(response, status, Map.of("error", error, "message", message));
    }

    static String text(Object value) {
        StringBuilder out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    private static void write(Object value, StringBuilder out) {
        if (value instanceof Map<?, ?> map) {
            list(map.entrySet(), '{', '}', out);
        } else if (value instanceof Collection<?> collection) {
            list(collection, '[', ']', out);
        } else if (value instanceof Map.Entry<?, ?> entry) {
            quote(entry.getKey().toString(), out);
            out.append(':');
            write(entry.getValue(), out);
        } else if (value instanceof Number || value instanceof Boolean) {
            out.append(value);
        } else {
            quote(value.toString(), out);
        }
    }

    private static void list(Collection<?> items, char open, char close, StringBuilder out) {
        out.append(open);
        for (Iterator<?> i = items.iterator(); i.hasNext();) {
            write(i.next(), out);
            out.append(i.hasNext() ? "," : "");
        }
        out.append(close);
    }

    /** RFC 8259 7. */
    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c)) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}

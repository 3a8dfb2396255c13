package org.calliope.ims.hss.api;

import java.io.IOException;
import java.util.Map;

import javax.servlet.http.HttpServletResponse;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Why a request is refused, as RFC 9457 has it.
 *
 * @param type    a word for programs, which docs/rest.md explains
 * @param detail  for people
 * @param pointer where in the body, as RFC 6901 has it; "" for the whole, or when it is not about the body
 */
public record Problem(int status, String type, String detail, String pointer) {

    /** Its media type. */
    public static final String MEDIA_TYPE = "application/problem+json";

    static final int UNPROCESSABLE = 422;
    static final int PRECONDITION_REQUIRED = 428;

    private static final String DOCUMENT = "/docs/rest.md#";
    private static final Map<Integer, String> TITLES = Map.ofEntries(Map.entry(400, "Bad Request"),
            Map.entry(401, "Unauthorized"), Map.entry(403, "Forbidden"), Map.entry(404, "Not Found"),
            Map.entry(405, "Method Not Allowed"), Map.entry(409, "Conflict"), Map.entry(412, "Precondition Failed"),
            Map.entry(413, "Content Too Large"), Map.entry(415, "Unsupported Media Type"),
            Map.entry(UNPROCESSABLE, "Unprocessable Content"), Map.entry(PRECONDITION_REQUIRED, "Precondition Required"),
            Map.entry(429, "Too Many Requests"));

    /** One that is not about a place in the body. */
    public static Problem of(int status, String type, String detail) {
        return new Problem(status, type, detail, "");
    }

    static String title(int status) {
        return TITLES.getOrDefault(status, "Error");
    }

    /** Answers with it. */
    public void send(HttpServletResponse response) throws IOException {
        ObjectNode json = Forms.object().put("type", DOCUMENT + type).put("title", title(status)).put("status", status)
                .put("detail", detail);
        if (!pointer.isEmpty()) {
            json.put("pointer", pointer);
        }
        byte[] bytes = DocumentJson.MAPPER.writeValueAsBytes(json);
        response.setStatus(status);
        response.setContentType(MEDIA_TYPE);
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}

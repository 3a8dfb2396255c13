package org.calliope.ims.hss.api;

import java.io.CharConversionException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.servlet.http.HttpServletRequest;

import org.calliope.ims.hss.access.Access;
import org.calliope.ims.hss.access.Signed;
import org.calliope.ims.hss.store.Actor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

/** A request to one operation. */
final class Call {

    /** Bytes of a body at most. */
    static final int LARGEST_BODY = 8 * 1024 * 1024;

    private final HttpServletRequest request;
    private final Map<String, String> place;

    /** @param place what stands in the address for each name of the operation's path */
    Call(HttpServletRequest request, Map<String, String> place) {
        this.request = request;
        this.place = place;
    }

    /** What stands in the address for this name of the path. */
    String place(String name) {
        return place.get(name);
    }

    /** A parameter of the address. */
    String query(String name, String otherwise) {
        String[] values = request.getParameterValues(name);
        if (values != null && values.length > 1) {
            throw bad(name + " stands there twice");
        }
        return values == null ? otherwise : values[0];
    }

    /** @throws ApiRefusal unless it is a number of that range */
    long query(String name, long otherwise, long least, long most) {
        String text = query(name, Long.toString(otherwise));
        long number = text.matches("[0-9]{1,18}") ? Long.parseLong(text) : -1;
        if (number < least || number > most) {
            throw bad(name + " must be a number of " + least + " to " + most);
        }
        return number;
    }

    void checkQueries(List<String> known) {
        for (String name : request.getParameterMap().keySet()) {
            if (!known.contains(name)) {
                throw bad(known.isEmpty() ? "there are no parameters here" : "there is no parameter of that name;"
                        + " known are " + String.join(", ", known));
            }
        }
    }

    private static ApiRefusal bad(String detail) {
        return new ApiRefusal(400, "invalid", detail);
    }

    Optional<Tags> tags(String header) {
        return Optional.ofNullable(request.getHeader(header)).map(Tags::parse);
    }

    /** The body, which must be of that media type. */
    JsonNode body(String mediaType) throws IOException {
        String type = request.getContentType();
        if (type == null || !type.split(";")[0].strip().equalsIgnoreCase(mediaType)) {
            throw new ApiRefusal(415, "media-type", "Content-Type must be " + mediaType);
        }
        byte[] body = request.getInputStream().readNBytes(LARGEST_BODY + 1);
        if (body.length > LARGEST_BODY) {
            throw new ApiRefusal(413, "too-large",
                    "a body may have " + LARGEST_BODY + " bytes; send the documents in several requests");
        }
        JsonNode json = parsed(body);
        if (json.isMissingNode()) {
            throw new ApiRefusal(400, "json", "there is no body");
        }
        return json;
    }

    private static JsonNode parsed(byte[] body) throws IOException {
        try {
            return DocumentJson.MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            // the message without the source, which holds passwords
            throw new ApiRefusal(400, "json", e.getLocation() == null ? "the body is no JSON"
                    : "the body is no JSON, or a field stands there twice: line " + e.getLocation().getLineNr()
                    + ", column " + e.getLocation().getColumnNr());
        } catch (CharConversionException e) {
            throw new ApiRefusal(400, "json", "the body is no UTF-8"); // it began like UTF-32
        }
    }

    /** Who it is, for the audit log. */
    Actor actor() {
        return new Actor(Access.of(request).map(Signed::name).orElseThrow());
    }

    /** An address of this interface. */
    String address(String path) {
        return request.getContextPath() + ApiServlet.BASE + path;
    }
}

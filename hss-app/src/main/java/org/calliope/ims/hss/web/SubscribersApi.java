package org.calliope.ims.hss.web;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

import org.calliope.ims.hss.model.Subscription;
import org.calliope.ims.hss.store.Actor;
import org.calliope.ims.hss.store.Kind;
import org.calliope.ims.hss.store.Provisioning;
import org.calliope.ims.hss.store.Refused;
import org.calliope.ims.hss.store.Subscribers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

/** {@code /api/subscribers}: add with POST, remove with DELETE. {@link Guard} has let only operators in. */
final class SubscribersApi extends HttpServlet {

    private static final long serialVersionUID = 1L;

    /** Bytes of a request body at most. */
    static final int LARGEST_BODY = 4 * 1024 * 1024;

    private static final int CONFLICT = HttpServletResponse.SC_CONFLICT;

    private static final Actor OWNER = new Actor("admin");

    private final transient Subscribers subscribers;
    private final transient Provisioning provisioning;
    private final transient SubscriberRequests requests;

    SubscribersApi(Subscribers subscribers, Provisioning provisioning, String domain) {
        this.subscribers = subscribers;
        this.provisioning = provisioning;
        this.requests = new SubscriberRequests(provisioning, domain);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getPathInfo() != null) {
            Json.error(response, HttpServletResponse.SC_NOT_FOUND, "not-found", "POST to /api/subscribers");
            return;
        }
        String type = request.getContentType();
        if (type == null || !type.split(";")[0].strip().equalsIgnoreCase("application/json")) {
            Json.error(response, HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE, "media-type",
                    "Content-Type must be application/json");
            return;
        }
        byte[] body = request.getInputStream().readNBytes(LARGEST_BODY + 1);
        if (body.length > LARGEST_BODY) {
            response.setHeader("Connection", "close"); // rather than read on to whatever its end may be
            Json.error(response, HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE, "too-large",
                    "a body may have " + LARGEST_BODY + " bytes; send the subscribers in several requests");
            return;
        }
        add(body, response);
    }

    private void add(byte[] body, HttpServletResponse response) throws IOException {
        try {
            JsonNode json = Json.MAPPER.readTree(body);
            List<Subscription> added = requests.read(json);
            provisioning.createAll(added, OWNER);
            Json.send(response, HttpServletResponse.SC_CREATED, Map.of("created", added.size()));
        } catch (JsonProcessingException e) {
            // the message without the source, which holds passwords
            Json.error(response, HttpServletResponse.SC_BAD_REQUEST, "json", e.getLocation() == null
                    ? "the body is no JSON" : "the body is no JSON: line " + e.getLocation().getLineNr()
                    + ", column " + e.getLocation().getColumnNr());
        } catch (Refused e) {
            Json.error(response, CONFLICT, "taken", e.getMessage());
        } catch (IllegalArgumentException e) {
            Json.error(response, HttpServletResponse.SC_BAD_REQUEST, "invalid", e.getMessage());
        }
    }

    @Override
    protected void doDelete(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String prefix = request.getContextPath() + request.getServletPath() + "/";
        String uri = request.getRequestURI();
        String impi = "";
        if (uri.startsWith(prefix)) {
            // not getPathInfo: a + must stay one, and an encoded slash belongs to the identity
            impi = URLDecoder.decode(uri.substring(prefix.length()).replace("+", "%2B"), StandardCharsets.UTF_8);
        }
        Optional<String> subscription = subscribers.subscriptionOf(impi);
        if (subscription.isEmpty()) {
            Json.error(response, HttpServletResponse.SC_NOT_FOUND, "not-found", "no such private identity");
            return;
        }
        provisioning.remove(Kind.SUBSCRIPTION, subscription.get(), Optional.empty(), OWNER);
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }
}

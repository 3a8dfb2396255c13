package org.calliope.ims.hss.api;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

import org.calliope.ims.hss.access.Access;
import org.calliope.ims.hss.access.Need;
import org.calliope.ims.hss.model.Named;
import org.calliope.ims.hss.cx.Reauthentications;
import org.calliope.ims.hss.store.Kind;
import org.calliope.ims.hss.store.LockedOut;
import org.calliope.ims.hss.store.OngoingCalls;
import org.calliope.ims.hss.store.Provisioning;
import org.calliope.ims.hss.store.Refused;
import org.calliope.ims.hss.store.Subscribers;
import org.calliope.ims.hss.store.Upkeep;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The REST interface: finds the operation of a request in one table, from which the description of the interface is
 * made too, and turns what it refuses into problems of RFC 9457.
 */
public final class ApiServlet extends HttpServlet {

    /** Where it is below the application. */
    public static final String BASE = "/api/v1";

    private static final long serialVersionUID = 1L;

    private static final String READS = "GET";
    private static final String HEAD = "HEAD";
    private static final String NOT_FOUND = "not-found";

    private final transient Supplier<List<Operation>> table;
    private transient List<Operation> operations = List.of();

    /**
     * @param upkeep    what is done beside provisioning
     * @param again     what only the S-CSCF of this node does
     * @param lockedOut who may not register for a while
     * @param calls     that go on
     * @param domain    home network domain
     * @param version   of this HSS, for the description
     */
    public ApiServlet(Provisioning provisioning, Subscribers subscribers, Upkeep upkeep, Reauthentications again,
            LockedOut lockedOut, OngoingCalls calls, String domain, String version) {
        table = () -> table(provisioning, subscribers, upkeep, again, lockedOut, calls, domain, version);
    }

    /** With the first request, and not with the start: the table takes a while, and no call needs it. */
    @Override
    public void init() {
        operations = table.get();
    }

    private static List<Operation> table(Provisioning provisioning, Subscribers subscribers, Upkeep upkeep,
            Reauthentications again, LockedOut lockedOut, OngoingCalls calls, String domain, String version) {
        List<Operation> operations = new ArrayList<>();
        DocumentJson json = new DocumentJson(provisioning, domain);
        operations.addAll(new SubscriptionOperations(provisioning, json, subscribers).all());
        Kind.ALL.stream().filter(kind -> kind != Kind.SUBSCRIPTION)
                .forEach(kind -> operations.addAll(shared(kind, provisioning, json)));
        operations.addAll(new AuditOperations(provisioning).all());
        operations.addAll(new UpkeepOperations(subscribers, upkeep, again).all());
        operations.addAll(new LockOutOperations(lockedOut).all());
        operations.addAll(new CallOperations(calls).all());
        ObjectNode[] description = new ObjectNode[1];
        operations.add(Operation.of(READS, "/openapi.json", Need.VIEW, "read-openapi", "Reads this description.",
                call -> Answer.ok(description[0])).gives(200, Forms.object().put("type", "object")));
        description[0] = new OpenApi(version, json.definitions(),
                Stream.concat(operations.stream(), BulkOperations.ALL.stream()).toList()).document();
        return List.copyOf(operations);
    }

    private static <T extends Named> List<Operation> shared(Kind<T> kind, Provisioning provisioning,
            DocumentJson json) {
        return new DocumentOperations<>(kind, provisioning, json, Need.ADMINISTRATE).all();
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            send(answer(request), response, request.getMethod().equals(HEAD));
        } catch (ApiRefusal e) {
            refuse(e.problem(), response);
        } catch (BadDocument e) {
            refuse(new Problem(Problem.UNPROCESSABLE, "invalid", e.getMessage(), e.pointer()), response);
        } catch (Refused e) {
            refuse(problem(e), response);
        } catch (IllegalArgumentException e) {
            // a document that refers to something that is not there
            refuse(Problem.of(Problem.UNPROCESSABLE, "invalid", e.getMessage()), response);
        }
    }

    private static void refuse(Problem problem, HttpServletResponse response) throws IOException {
        if (problem.status() == HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE) {
            response.setHeader("Connection", "close"); // rather than read on to whatever its end may be
        }
        problem.send(response);
    }

    private static Problem problem(Refused refused) {
        return switch (refused.why()) {
            case MISSING -> Problem.of(HttpServletResponse.SC_NOT_FOUND, NOT_FOUND, refused.getMessage());
            case TAKEN -> Problem.of(HttpServletResponse.SC_CONFLICT, "taken", refused.getMessage());
            case IN_USE -> Problem.of(HttpServletResponse.SC_CONFLICT, "in-use", refused.getMessage());
            case OVERTAKEN -> Problem.of(HttpServletResponse.SC_PRECONDITION_FAILED, "overtaken",
                    refused.getMessage());
        };
    }

    private Answer answer(HttpServletRequest request) throws IOException {
        List<String> segments = segments(request);
        Map<String, Map<String, String>> places = new LinkedHashMap<>();
        Map<String, Operation> here = new LinkedHashMap<>();
        for (Operation operation : operations) {
            Optional<Map<String, String>> place = operation.match(segments);
            place.ifPresent(names -> {
                here.put(operation.method(), operation);
                places.put(operation.method(), names);
            });
        }
        if (here.isEmpty()) {
            throw new ApiRefusal(HttpServletResponse.SC_NOT_FOUND, NOT_FOUND, "there is no such resource; "
                    + BASE + "/openapi.json describes those there are");
        }
        String method = request.getMethod().equals(HEAD) ? READS : request.getMethod();
        Operation operation = here.get(method);
        if (operation == null) {
            return Answer.nothing(method.equals("OPTIONS") ? HttpServletResponse.SC_NO_CONTENT
                    : HttpServletResponse.SC_METHOD_NOT_ALLOWED).with("Allow", allowed(here.keySet()));
        }
        // the guard looked at the path as the container understands it, this at the operation itself
        if (!operation.need().metBy(Access.of(request))) {
            throw new ApiRefusal(HttpServletResponse.SC_FORBIDDEN, "role", "your role does not allow that");
        }
        Call call = new Call(request, places.get(method));
        if (method.equals(READS)) {
            call.checkQueries(operation.queries().stream().map(Operation.Query::name).toList());
        }
        return operation.handler().answer(call);
    }

    /** Says which methods the table has for the address; what is not in it has none. */
    static void options(List<Operation> table, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        List<String> segments = segments(request);
        List<String> methods = table.stream().filter(operation -> operation.match(segments).isPresent())
                .map(Operation::method).toList();
        send(methods.isEmpty() ? Answer.nothing(HttpServletResponse.SC_NOT_FOUND)
                : Answer.nothing(HttpServletResponse.SC_NO_CONTENT).with("Allow", allowed(methods)), response, false);
    }

    private static String allowed(Collection<String> here) {
        return String.join(", ", Stream.concat(here.stream(), here.contains(READS)
                ? Stream.of(HEAD, "OPTIONS") : Stream.of("OPTIONS")).toList());
    }

    /** Of the address as it came, not of getPathInfo: a + must stay one, and an encoded slash belongs to a name. */
    private static List<String> segments(HttpServletRequest request) {
        String prefix = request.getContextPath() + BASE + "/";
        String uri = request.getRequestURI();
        if (!uri.startsWith(prefix)) {
            return List.of();
        }
        try {
            return Stream.of(uri.substring(prefix.length()).split("/", -1))
                    .map(segment -> URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8)).toList();
        } catch (IllegalArgumentException e) {
            throw new ApiRefusal(HttpServletResponse.SC_BAD_REQUEST, "invalid", "the address is not percent-encoded"
                    + " as it should be");
        }
    }

    private static void send(Answer answer, HttpServletResponse response, boolean head) throws IOException {
        answer.headers().forEach(response::setHeader);
        if (answer.status() == HttpServletResponse.SC_METHOD_NOT_ALLOWED) {
            Problem.of(answer.status(), "method", "only " + answer.headers().get("Allow") + " here").send(response);
            return;
        }
        response.setStatus(answer.status());
        if (answer.body().isPresent()) {
            byte[] body = DocumentJson.MAPPER.writeValueAsBytes(answer.body().get());
            response.setContentType("application/json");
            response.setContentLength(body.length);
            if (!head) {
                response.getOutputStream().write(body);
            }
        }
    }
}

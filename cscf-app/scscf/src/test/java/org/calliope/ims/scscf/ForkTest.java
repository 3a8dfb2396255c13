package org.calliope.ims.scscf;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationHandler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.servlet.sip.Address;
import javax.servlet.sip.Proxy;
import javax.servlet.sip.ProxyBranch;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSession;
import javax.servlet.sip.URI;
import org.calliope.ims.element.Unheard;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.registration.Binding;
import org.calliope.ims.scscf.Contacts.Target;
import org.calliope.ims.trace.Join;
import org.calliope.ims.trace.Trace;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a container is asked for when a flow has failed: RFC 5626 7. What comes of it the flow tests see. */
class ForkTest {

    private static final Instant NOW = Instant.parse("2026-11-29T00:00:00Z");
    private static final Target TELEPHONE = new Target(List.of(flow("sip:a@h:3"), flow("sip:a@h:2"), flow("sip:a@h:1")));
    private static final Target TABLET = new Target(List.of(flow("sip:b@h")));

    private final Map<String, Object> session = new HashMap<>();
    private final Map<String, Object> request = new HashMap<>();
    private final List<Branch> branches = new ArrayList<>();
    private final List<ProxyBranch> silent = new ArrayList<>();
    private final Unheard unheard = new Unheard(Duration.ofSeconds(5), () -> NOW);
    private final Fork fork = new Fork(fake(SipFactory.class, ForkTest::made), unheard, new Trace(100, 100), silent::add);
    private final Proxy proxy = fake(Proxy.class, (self, method, arguments) -> switch (method.getName()) {
        case "createProxyBranches" -> {
            branches.add(new Branch(((List<?>) arguments[0]).get(0).toString()));
            yield List.of(branches.get(branches.size() - 1).branch);
        }
        case "startProxy" -> {
            branches.forEach(branch -> branch.started = true);
            yield null;
        }
        case "getOriginalRequest" -> fake(SipServletRequest.class, this::original);
        default -> null;
    });

    /** A branch with what was done to it. */
    private final class Branch {
        private final String target;
        private final List<String> routes = new ArrayList<>();
        private final List<String> done = new ArrayList<>();
        private boolean started;
        private final ProxyBranch branch = fake(ProxyBranch.class, this::called);

        Branch(String target) {
            this.target = target;
        }

        private Object called(Object self, java.lang.reflect.Method method, Object[] arguments) {
            return switch (method.getName()) {
                case "isStarted" -> started;
                case "getProxy" -> proxy;
                case "getRequest" -> fake(SipServletRequest.class, this::sent);
                case "cancel", "setProxyBranchTimeout" ->
                    done.add(method.getName() + (arguments == null ? "" : Arrays.toString(arguments)));
                default -> null;
            };
        }

        private Object sent(Object self, java.lang.reflect.Method method, Object[] arguments) {
            return switch (method.getName()) {
                case "getMethod" -> "INVITE";
                case "getRequestURI" -> uri(target);
                case "pushRoute" -> routes.add(arguments[0].toString());
                default -> null;
            };
        }

        /** @return the status that the response has afterwards */
        int answers(int status) throws ServletParseException {
            int[] now = {status};
            SipServletResponse response = fake(SipServletResponse.class, (self, method, arguments) -> switch (method.getName()) {
                case "getStatus" -> now[0];
                case "setStatus" -> now[0] = (int) arguments[0];
                case "getProxy" -> proxy;
                case "getProxyBranch" -> branch;
                default -> null;
            });
            fork.heard(response, Join.NONE);
            assertThat(now[0]).as("worse than what anybody else says").isEqualTo(status == 430 ? 503 : status);
            Fork.leave(response);
            return now[0];
        }
    }

    private Object original(Object self, java.lang.reflect.Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "getSession" -> session();
            case "getRequestURI" -> uri("sip:alice@ims.example");
            case "getHeaders" -> List.of().listIterator();
            case "setAttribute" -> request.put((String) arguments[0], arguments[1]);
            case "getAttribute" -> request.get((String) arguments[0]);
            default -> null;
        };
    }

    private SipSession session() {
        return fake(SipSession.class, (self, method, arguments) -> switch (method.getName()) {
            case "setAttribute" -> session.put((String) arguments[0], arguments[1]);
            case "getAttribute" -> session.get((String) arguments[0]);
            default -> null;
        });
    }

    private static Object made(Object self, java.lang.reflect.Method method, Object[] arguments) {
        return method.getName().equals("createURI") ? uri((String) arguments[0])
                : fake(Address.class, (address, called, none) -> arguments[0]);
    }

    private static URI uri(String text) {
        return fake(URI.class, (self, method, arguments) -> text);
    }

    private static <T> T fake(Class<T> type, InvocationHandler behaviour) {
        return type.cast(java.lang.reflect.Proxy.newProxyInstance(ForkTest.class.getClassLoader(), new Class<?>[] {type},
                (self, method, arguments) -> switch (method.getName()) {
                    case "equals" -> self == arguments[0];
                    case "hashCode" -> System.identityHashCode(self);
                    default -> behaviour.invoke(self, method, arguments);
                }));
    }

    private static Binding flow(String contact) {
        return new Binding(contact, new PrivateIdentity("alice@ims.example"), "call", 1, "<urn:uuid:1>", 1, 1.0,
                List.of("<sip:one@h;flow=" + contact + ">", "<sip:two@h>"), "", "", NOW.plusSeconds(100));
    }

    private List<String> targets() {
        return branches.stream().map(branch -> branch.target).toList();
    }

    private void start(boolean parallel, Target... targets) throws ServletParseException {
        fork.start(proxy, new Contacts(List.of(targets), parallel));
    }

    @Test
    @DisplayName("RFC 5626 7, RFC 3327 5.3: after 430 a branch for the next flow, by its Path; the caller hears nothing of flows")
    void nextFlow() throws ServletParseException {
        start(true, TELEPHONE, TABLET);
        assertThat(targets()).containsExactly("sip:a@h:3", "sip:b@h");

        assertThat(branches.get(0).answers(430)).isEqualTo(480);
        assertThat(branches.get(2).answers(430)).isEqualTo(480);

        assertThat(targets()).containsExactly("sip:a@h:3", "sip:b@h", "sip:a@h:2", "sip:a@h:1");
        assertThat(branches.get(3).routes).containsExactly("<sip:two@h>", "<sip:one@h;flow=sip:a@h:1>");
        assertThat(branches.get(3).started).isTrue();
    }

    @Test
    @DisplayName("RFC 5626 7: MUST NOT forward to another flow after any other answer, nor when the telephone rings")
    void spoken() throws ServletParseException {
        start(true, TELEPHONE, TABLET);

        branches.get(0).answers(180);
        branches.get(0).answers(408);

        assertThat(branches).hasSize(2);
    }

    @Test
    @DisplayName("RFC 3261 16.10: the caller has given up: a flow that fails then has no successor")
    void givenUp() throws ServletParseException {
        start(true, TELEPHONE);

        Fork.end(session());

        branches.get(0).answers(408);
        assertThat(branches).hasSize(1);
    }

    @Test
    @DisplayName("RFC 3261 16.7 step 5: nor when the user has declined everywhere")
    void declined() throws ServletParseException {
        start(true, TELEPHONE, TABLET);

        branches.get(1).answers(603);
        branches.get(0).answers(408);

        assertThat(branches).hasSize(2);
    }

    @Test
    @DisplayName("RFC 5626 7: in a sequential search the other flows of who has spoken are passed over, and nobody else's")
    void passedOver() throws ServletParseException {
        start(false, TELEPHONE, TABLET);
        assertThat(targets()).containsExactly("sip:a@h:3", "sip:a@h:2", "sip:a@h:1", "sip:b@h");

        branches.get(0).answers(430);
        assertThat(branches).allMatch(branch -> branch.done.isEmpty());
        branches.get(1).answers(486);

        assertThat(branches.get(2).done).containsExactly("cancel");
        assertThat(branches.get(3).done).isEmpty();
    }

    @Test
    @DisplayName("RFC 5626 7, 9.3: a P-CSCF that says nothing is given up for the next flow's")
    void silentPcscf() throws ServletParseException {
        start(true, TELEPHONE, TABLET);
        unheard.sweep(NOW.plusSeconds(5));
        assertThat(silent).as("no one whose telephone has no other flow").containsExactly(branches.get(0).branch);

        fork.silent(silent.get(0), Join.NONE);

        assertThat(branches.get(0).done).containsExactly("setProxyBranchTimeout[1]");
        assertThat(targets()).containsExactly("sip:a@h:3", "sip:b@h", "sip:a@h:2");
    }
}

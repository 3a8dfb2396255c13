package org.calliope.ims.container.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import javax.servlet.sip.Address;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipURI;
import javax.servlet.sip.ar.SipApplicationRoutingDirective;
import org.calliope.ims.node.Topology;
import org.junit.jupiter.api.Test;

/** The router's answers from what any JSR 289 container tells a router, and nothing else. */
class ImsApplicationRouterTest {

    private final ImsApplicationRouter router = new ImsApplicationRouter(Topology.defaults(), Map.of());

    @Test
    void arrivedRequestIsForTheElementItCameInAt_JSR289_15() {
        router.applicationDeployed(List.of("pcscf", "icscf", "scscf"));

        assertThat(next(arrivedAt(5060))).isEqualTo("pcscf");
        assertThat(next(arrivedAt(5064))).isEqualTo("scscf");
    }

    @Test
    void whatComesToThePcscfFromOutsideIsForItWhateverItsRouteNames_RFC3608_5() {
        router.applicationDeployed(List.of("pcscf", "icscf", "scscf"));

        assertThat(next(arrived(40000, 5060, "<sip:orig@127.0.0.1:5064;lr>"))).isEqualTo("pcscf");
        assertThat(next(arrived(40000, 5064, "<sip:orig@127.0.0.1:5064;lr>"))).isEqualTo("scscf");
    }

    @Test
    void elementsReachEachOtherByRouteAtWhicheverAddress_JSR289_15() {
        router.applicationDeployed(List.of("pcscf", "icscf", "scscf"));

        assertThat(next(arrived(5060, 5060, "<sip:orig@127.0.0.1:5064;lr>"))).isEqualTo("scscf");
        assertThat(next(arrived(5064, 5060, "<sip:127.0.0.1:5062;lr>"))).isEqualTo("icscf");
    }

    @Test
    void userPartOfAnAddressOfNoElementNamesTheApplication_TS23218_9() {
        router.applicationDeployed(List.of("pcscf", "icscf", "scscf", "echo", "b2bua"));

        assertThat(next(arrived(5064, 5070, "<sip:echo@127.0.0.1:5070;lr>"))).isEqualTo("echo");
        assertThat(next(arrived(5064, 5070, "<sip:b2bua@127.0.0.1:5070;lr>"))).isEqualTo("b2bua");
        assertThat(next(arrived(40000, 5070, "<sip:echo@127.0.0.1:5070;transport=tcp;lr>, <sip:odi_x@127.0.0.1:5064;lr>")))
                .isEqualTo("echo");
        assertThat(next(popped("echo", "as.ims.example"))).isEqualTo("echo");
        assertThat(next(called("b2bua", "127.0.0.1"))).isEqualTo("b2bua");
    }

    @Test
    void oneApplicationWithoutARoleServesWhateverIsNamed_JSR289_15() {
        router.applicationDeployed(List.of("pcscf", "echo"));

        assertThat(next(arrived(5064, 5070, "<sip:127.0.0.1:5070;lr>"))).isEqualTo("echo");
        assertThat(next(arrived(5064, 5070, "<sip:unknown@127.0.0.1:5070;lr>"))).isEqualTo("echo");
    }

    @Test
    void severalApplicationsAndNoneNamedIsForNobody_JSR289_15() {
        router.applicationDeployed(List.of("pcscf", "echo", "b2bua"));

        assertThat(next(arrivedAt(5070))).isNull();
        assertThat(next(arrived(5064, 5070, "<sip:127.0.0.1:5070;lr>"))).isNull();
    }

    /** The container refuses a request for an application that it does not have with 500. */
    @Test
    void unknownApplicationIsNamedAllTheSameUnlessThereIsOneOtherOnly_TS24229_5_4_3_2() {
        router.applicationDeployed(List.of("pcscf", "echo", "b2bua"));

        assertThat(next(arrived(5064, 5070, "<sip:unknown@127.0.0.1:5070;lr>"))).isEqualTo("unknown");
        router.applicationUndeployed(List.of("echo"));
        assertThat(next(arrived(5064, 5070, "<sip:echo@127.0.0.1:5070;lr>"))).isEqualTo("b2bua");
        router.applicationUndeployed(List.of("b2bua"));
        assertThat(next(arrived(5064, 5070, "<sip:echo@127.0.0.1:5070;lr>"))).isEqualTo("echo");
    }

    @Test
    void anElementIsNotReachedByItsNameAtAnotherAddress_JSR289_15() {
        router.applicationDeployed(List.of("pcscf", "icscf", "scscf", "echo", "b2bua"));

        assertThat(next(arrived(40000, 5070, "<sip:scscf@127.0.0.1:5070;lr>"))).isNull();
        assertThat(next(called("scscf", "127.0.0.1"))).isNull();
    }

    @Test
    void anApplicationIsNotReachedByItsNameAtAnElementOrElsewhere_JSR289_15() {
        router.applicationDeployed(List.of("pcscf", "icscf", "scscf", "echo", "b2bua"));

        assertThat(next(arrived(40000, 5064, "<sip:echo@127.0.0.1:5064;lr>"))).isEqualTo("scscf");
        assertThat(next(arrived(40000, 5060, "<sip:echo@127.0.0.1:5070;lr>"))).isEqualTo("pcscf");
        assertThat(next(called("echo", "ims.example"))).isNull();
        assertThat(next(arrived(40000, 5070, "<sip:echo@192.0.2.1:5070;lr>"))).isNull();
    }

    @Test
    void requestThatAnApplicationMadeLeaves_JSR289_15() {
        router.applicationDeployed(List.of("pcscf"));

        assertThat(next(request(Map.of()))).isNull();
    }

    @Test
    void requestThatAnApplicationSentOnLeaves_JSR289_15() {
        router.applicationDeployed(List.of("pcscf"));

        assertThat(router.getNextApplication(arrivedAt(5060), null, SipApplicationRoutingDirective.CONTINUE, null,
                "pcscf").getNextApplicationName()).isNull();
    }

    private String next(SipServletRequest request) {
        return router.getNextApplication(request, null, SipApplicationRoutingDirective.NEW, null, null)
                .getNextApplicationName();
    }

    private static SipServletRequest arrivedAt(int port) {
        return request(Map.of("getInitialRemoteAddr", "127.0.0.1", "getRemoteAddr", "127.0.0.1", "getRemotePort", 40000,
                "getLocalAddr", "127.0.0.1", "getLocalPort", port));
    }

    private static SipServletRequest arrived(int from, int at, String route) {
        return request(Map.of("getInitialRemoteAddr", "127.0.0.1", "getRemoteAddr", "127.0.0.1", "getRemotePort", from,
                "getLocalAddr", "127.0.0.1", "getLocalPort", at, "getHeader", route));
    }

    /** At 5070, whose Route entry for this server the container has taken away. */
    private static SipServletRequest popped(String user, String host) {
        return request(Map.of("getInitialRemoteAddr", "127.0.0.1", "getRemoteAddr", "127.0.0.1", "getRemotePort", 5064,
                "getLocalAddr", "127.0.0.1", "getLocalPort", 5070,
                "getPoppedRoute", answering(Address.class, Map.of("getURI", uri(user, host)))));
    }

    /** At 5070, without Route. */
    private static SipServletRequest called(String user, String host) {
        return request(Map.of("getInitialRemoteAddr", "127.0.0.1", "getRemoteAddr", "127.0.0.1", "getRemotePort", 40000,
                "getLocalAddr", "127.0.0.1", "getLocalPort", 5070, "getRequestURI", uri(user, host)));
    }

    private static SipURI uri(String user, String host) {
        return answering(SipURI.class, Map.of("getUser", user, "getHost", host, "getPort", 5070));
    }

    private static <T> T answering(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type},
                (proxy, method, arguments) -> answers.get(method.getName())));
    }

    /** A container need not have a session yet when it asks the router; asking for one fails here. */
    private static SipServletRequest request(Map<String, Object> answers) {
        return (SipServletRequest) Proxy.newProxyInstance(SipServletRequest.class.getClassLoader(),
                new Class<?>[] {SipServletRequest.class}, (proxy, method, arguments) -> {
                    if (method.getName().startsWith("getSession") || method.getName().startsWith("getApplicationSession")) {
                        throw new IllegalStateException("no session while the router is asked");
                    }
                    return answers.get(method.getName());
                });
    }
}

package org.calliope.ims.container.router;

import java.util.Map;
import java.lang.reflect.Proxy;
import java.util.List;
import javax.servlet.sip.Address;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipURI;
import javax.servlet.sip.ar.SipApplicationRouterInfo;
import javax.servlet.sip.ar.SipApplicationRoutingDirective;
import org.calliope.ims.node.Topology;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Which application gets a request whose topmost Route names an element; some 20 ns are the stand-in's for the request. */
@State(Scope.Benchmark)
public class RouterBenchmark {

    private static final int PORT = 5064;

    private final ImsApplicationRouter router = new ImsApplicationRouter(Topology.defaults(), Map.of());
    private final SipServletRequest request;

    public RouterBenchmark() {
        router.applicationDeployed(List.of("pcscf", "icscf", "scscf", "other"));
        SipURI uri = standIn(SipURI.class, "getHost", "127.0.0.1", "getPort", PORT);
        Address route = standIn(Address.class, "getURI", uri, "", null);
        request = standIn(SipServletRequest.class, "getPoppedRoute", route, "getRequestURI", uri);
    }

    /** Answers two methods, and null to all others. */
    private static <T> T standIn(Class<T> type, String one, Object answer, String other, Object otherAnswer) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type},
            (self, method, arguments) -> method.getName().equals(one) ? answer
                : method.getName().equals(other) ? otherAnswer : null));
    }

    @Benchmark
    public SipApplicationRouterInfo initialRequest() {
        return router.getNextApplication(request, null, SipApplicationRoutingDirective.NEW, null, null);
    }
}

package org.calliope.ims.flow;

import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.calliope.ims.testkit.ImsServer;
import org.calliope.ims.testkit.Registering;
import org.calliope.ims.testkit.ServerTransaction;
import org.calliope.ims.testkit.UserAgent;
import org.calliope.ims.testkit.wire.Address;
import org.calliope.ims.testkit.wire.SipMessage;

/** An S-CSCF that does what a script says, behind real P-CSCF and I-CSCF. */
final class ScriptedScscf {
    private final UserAgent agent = UserAgent.builder("sip:s-cscf@ims.example").build()
        .answeringMyself("REGISTER").answeringMyself("SUBSCRIBE");

    /** A server whose users are served by this S-CSCF once {@link #serve} was called. */
    ImsServer.Builder server() {
        return ImsServer.assembled().without("scscf.sar").fakeHss();
    }

    void serve(ImsServer ims, String... users) {
        for (String user : users) {
            ims.hss().serve(ims.identity(user), "sip:" + agent.hostPort());
        }
    }

    UserAgent agent() {
        return agent;
    }

    ServerTransaction register() {
        return agent.awaitRequest("REGISTER");
    }

    /** The REGISTER as it arrives here, answered with 200 for its contacts. */
    SipMessage accept(CompletableFuture<SipMessage> phone, int expires, UnaryOperator<SipMessage> change) {
        ServerTransaction arrived = register();
        arrived.respond(change.apply(ok(arrived, expires)));
        phone.join();
        return arrived.request();
    }

    /** The answer of a registrar that takes the contacts for so long. */
    SipMessage ok(ServerTransaction arrived, int expires) {
        SipMessage answer = arrived.prepare(200)
            .with("P-Associated-URI", "<" + arrived.request().to().uri() + ">").with("Service-Route", serviceRoute());
        for (String contact : arrived.request().list("Contact")) {
            boolean every = contact.equals("*");
            answer = every ? answer : answer.with("Contact", "<" + Address.parse(contact).uri() + ">;expires=" + expires);
        }
        return answer;
    }

    String serviceRoute() {
        return "<sip:orig@" + agent.hostPort() + ";lr>";
    }

    static CompletableFuture<SipMessage> sending(Registering registration) {
        return CompletableFuture.supplyAsync(registration::send);
    }
}

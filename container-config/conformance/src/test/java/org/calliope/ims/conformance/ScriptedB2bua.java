package org.calliope.ims.conformance;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.servlet.ServletException;
import javax.servlet.sip.B2buaHelper;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipSession;
import javax.servlet.sip.TooManyHopsException;
import javax.servlet.sip.UAMode;

/** A back-to-back user agent: what comes in on one side goes out on the other. What tests ask for is noted under the Call-ID. */
public class ScriptedB2bua extends SipServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doInvite(SipServletRequest invite) throws ServletException, IOException {
        if (invite.isInitial()) {
            begin(invite);
        } else {
            across(invite);
        }
    }

    private void begin(SipServletRequest invite) throws ServletException, IOException {
        B2buaHelper helper = invite.getB2buaHelper();
        SipServletRequest other;
        try {
            other = helper.createRequest(invite, true, headers(invite));
        } catch (IllegalArgumentException e) {
            Events.note(invite.getCallId(), "createRequest IllegalArgumentException");
            invite.createResponse(488).send();
            return;
        } catch (TooManyHopsException e) {
            invite.createResponse(483).send();
            return;
        }
        other.setRequestURI(factory().createURI(invite.getHeader("X-To")));
        observe(invite, helper, other);
        other.send();
    }

    private static Map<String, List<String>> headers(SipServletRequest invite) {
        Map<String, List<String>> headers = new HashMap<>();
        put(headers, "From", invite.getHeader("X-From"));
        put(headers, "To", invite.getHeader("X-Callee"));
        put(headers, "Contact", invite.getHeader("X-Contact"));
        if (invite.getHeader("X-Map") != null) {
            headers.put(invite.getHeader("X-Map"), List.of("one", "two"));
        }
        return headers;
    }

    private static void put(Map<String, List<String>> headers, String name, String value) {
        if (value != null) {
            headers.put(name, List.of(value));
        }
    }

    private void observe(SipServletRequest invite, B2buaHelper helper, SipServletRequest other) throws ServletException {
        String callId = invite.getCallId();
        SipSession here = invite.getSession();
        SipSession there = other.getSession();
        Events.note(callId, "linked there " + there.equals(helper.getLinkedSession(here)));
        Events.note(callId, "linked back " + here.equals(helper.getLinkedSession(there)));
        Events.note(callId, "request " + (helper.getLinkedSipServletRequest(other) == invite));
        List<SipServletMessage> pending = helper.getPendingMessages(here, UAMode.UAS);
        Events.note(callId, "pending " + pending.size() + (pending.isEmpty() ? "" : " " + pending.get(0).getMethod()));
        String action = invite.getHeader("X-Do") == null ? "" : invite.getHeader("X-Do");
        switch (action) {
            case "unlink" -> {
                helper.unlinkSipSessions(here);
                Events.note(callId, "unlinked " + helper.getLinkedSession(here));
                helper.linkSipSessions(here, there);
                Events.note(callId, "relinked " + there.equals(helper.getLinkedSession(here)));
            }
            case "link-foreign" -> link(callId, helper, here, factory().createRequest(factory().createApplicationSession(),
                "MESSAGE", "sip:a@x.example", "sip:b@x.example").getSession());
            case "link-third" -> link(callId, helper, here, factory().createRequest(invite.getApplicationSession(),
                "MESSAGE", "sip:a@x.example", "sip:b@x.example").getSession());
            default -> { }
        }
    }

    private static void link(String callId, B2buaHelper helper, SipSession one, SipSession other) {
        attempt(callId, "link", () -> helper.linkSipSessions(one, other));
    }

    private static void attempt(String callId, String what, Runnable action) {
        try {
            action.run();
            Events.note(callId, what + " allowed");
        } catch (IllegalArgumentException | IllegalStateException e) {
            Events.note(callId, what + " " + e.getClass().getSimpleName());
        }
    }

    private SipFactory factory() {
        return (SipFactory) getServletContext().getAttribute(SIP_FACTORY);
    }

    private void across(SipServletRequest request) throws IOException {
        B2buaHelper helper = request.getB2buaHelper();
        if ("copy".equals(request.getHeader("X-Do"))) {
            attempt(request.getCallId(), "copy", () -> copy(helper, request));
        }
        helper.createRequest(helper.getLinkedSession(request.getSession()), request, null).send();
    }

    private static void copy(B2buaHelper helper, SipServletRequest request) {
        try {
            helper.createRequest(request, true, null);
        } catch (TooManyHopsException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected void doRequest(SipServletRequest request) throws ServletException, IOException {
        switch (request.getMethod()) {
            case "BYE", "INFO", "UPDATE", "MESSAGE", "OPTIONS" -> across(request);
            default -> super.doRequest(request);
        }
    }

    @Override
    protected void doAck(SipServletRequest ack) throws ServletException, IOException {
        B2buaHelper helper = ack.getB2buaHelper();
        SipSession other = helper.getLinkedSession(ack.getSession());
        for (SipServletMessage message : helper.getPendingMessages(other, UAMode.UAC)) {
            if (message instanceof SipServletResponse response && response.getStatus() == 200) {
                response.createAck().send();
            }
        }
    }

    @Override
    protected void doCancel(SipServletRequest cancel) throws ServletException, IOException {
        B2buaHelper helper = cancel.getB2buaHelper();
        helper.createCancel(helper.getLinkedSession(cancel.getSession())).send();
    }

    @Override
    protected void doResponse(SipServletResponse response) throws ServletException, IOException {
        B2buaHelper helper = response.getRequest().getB2buaHelper();
        SipServletRequest original = helper.getLinkedSipServletRequest(response.getRequest());
        if (response.getStatus() == 487) {
            return;
        }
        if (response.getRequest().isInitial()) {
            SipSession upstream = helper.getLinkedSession(response.getSession());
            SipSession target = upstream == null ? original.getSession() : upstream;
            helper.createResponseToOriginalRequest(target, response.getStatus(), response.getReasonPhrase()).send();
            if (original != null && "answer-again".equals(original.getHeader("X-Do")) && response.getStatus() >= 200) {
                attempt(original.getCallId(), "another refusal", () -> helper.createResponseToOriginalRequest(target, 486, null));
                attempt(original.getCallId(), "another 2xx", () -> helper.createResponseToOriginalRequest(target, 200, null));
            }
        } else {
            original.createResponse(response.getStatus()).send();
        }
    }
}

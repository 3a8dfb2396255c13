package org.calliope.ims.container.hop;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.servlet.ServletException;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;

/**
 * Sends what is for "first" on to "second" on the same server, which answers and then holds its thread until the test
 * lets it go; loaded from the test class path, so that both see the same latch.
 */
public class Hop extends SipServlet {

    private static final long serialVersionUID = 1L;

    public static final AtomicInteger ANSWERED = new AtomicInteger();
    public static volatile CountDownLatch until = new CountDownLatch(0);

    @Override
    protected void doOptions(SipServletRequest request) throws ServletException, IOException {
        hop(request);
    }

    @Override
    protected void doInvite(SipServletRequest request) throws ServletException, IOException {
        hop(request);
    }

    private void hop(SipServletRequest request) throws ServletException, IOException {
        String uri = request.getRequestURI().toString();
        if (uri.contains(":first@")) {
            SipFactory factory = (SipFactory) getServletContext().getAttribute(SIP_FACTORY);
            request.getProxy().proxyTo(factory.createURI(uri.replace(":first@", ":second@")));
            return;
        }
        ANSWERED.incrementAndGet();
        request.createResponse(200).send();
        try {
            until.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

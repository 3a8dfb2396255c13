package org.calliope.ims.container.stuck;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;

/** Holds its thread until the test lets it go; loaded from the test class path, so that both see the same latch. */
public class Stuck extends SipServlet {

    private static final long serialVersionUID = 1L;

    public static volatile CountDownLatch until = new CountDownLatch(0);

    @Override
    protected void doOptions(SipServletRequest request) throws IOException {
        try {
            until.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        request.createResponse(200).send();
    }
}

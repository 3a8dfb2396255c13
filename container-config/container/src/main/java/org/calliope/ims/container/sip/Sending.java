package org.calliope.ims.container.sip;

import java.io.IOException;
import java.security.AccessController;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;

/**
 * Sends as the container, also where an application's call leads to it: a connection that is opened by the way has a
 * thread that reads it, and that thread would inherit the application's class loader and access control context and
 * keep both for as long as the connection lasts.
 */
final class Sending {

    interface Step {
        void run() throws IOException;
    }

    private Sending() { }

    // the only way to give a thread a context of its own where there still is one; nothing is permitted by it
    @SuppressWarnings("removal")
    static void asContainer(Step step) throws IOException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(Sending.class.getClassLoader());
        try {
            AccessController.doPrivileged((PrivilegedExceptionAction<Void>) () -> {
                step.run();
                return null;
            });
        } catch (PrivilegedActionException e) {
            throw (IOException) e.getException();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}

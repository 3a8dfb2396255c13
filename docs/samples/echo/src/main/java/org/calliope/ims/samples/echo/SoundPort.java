package org.calliope.ims.samples.echo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.util.concurrent.atomic.AtomicInteger;
import javax.servlet.sip.SipSessionBindingEvent;
import javax.servlet.sip.SipSessionBindingListener;

/** Where the sound of a call comes in; closed when its session lets go of it, at the latest when that ends. Any thread. */
final class SoundPort implements SipSessionBindingListener {

    private final SelectionKey key;
    private final InetSocketAddress address;
    private final AtomicInteger version = new AtomicInteger();

    /** @param key of the channel that is bound to the address */
    SoundPort(SelectionKey key, InetSocketAddress address) {
        this.key = key;
        this.address = address;
    }

    InetSocketAddress address() {
        return address;
    }

    /** @return version of the next session description, from 1 */
    int nextVersion() {
        return version.incrementAndGet();
    }

    @Override
    public void valueBound(SipSessionBindingEvent event) {
        // it was open before
    }

    @Override
    public void valueUnbound(SipSessionBindingEvent event) {
        try {
            key.channel().close();
            key.selector().wakeup(); // which gives the port back
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

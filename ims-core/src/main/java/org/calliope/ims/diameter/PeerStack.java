package org.calliope.ims.diameter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdiameter.api.ApplicationAlreadyUseException;
import org.jdiameter.api.ApplicationId;
import org.jdiameter.api.IllegalDiameterStateException;
import org.jdiameter.api.InternalException;
import org.jdiameter.api.Network;
import org.jdiameter.api.Peer;
import org.jdiameter.api.PeerState;
import org.jdiameter.api.PeerTable;
import org.jdiameter.client.api.parser.IMessageParser;
import org.jdiameter.common.api.concurrent.IConcurrentFactory;
import org.jdiameter.server.api.IPeer;
import org.jdiameter.server.impl.StackImpl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** jdiameter: exchange of capabilities, watchdog, reconnection and leave-taking of a node's peers; and its codec. */
final class PeerStack implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PeerStack.class);
    private static final long STOP_MILLIS = 1_000;
    private static final int TICKS_BETWEEN_LOOKS = 20;

    private final StackImpl stack = new StackImpl();
    private final Loop loop;
    private final Runnable tick;
    private int ticks;
    private volatile boolean closing; // read on the loop

    private PeerStack(String originHost, Runnable tick) throws IOException {
        this.tick = tick;
        this.loop = new Loop("diameter-" + originHost, this::tick);
    }

    /**
     * @param applications  their numbers
     * @param tick          called about every 50 ms on the node's loop
     * @param configuration makes the configuration
     * @param ready         gets the codec before the first message is read
     */
    static PeerStack start(String originHost, List<Long> applications, Runnable tick,
                           Function<Loop, StackConfiguration> configuration, Consumer<IMessageParser> ready) {
        ClassLoader application = Thread.currentThread().getContextClassLoader();
        // jdiameter's threads would have it for as long as they last, which is longer than the application
        Thread.currentThread().setContextClassLoader(PeerStack.class.getClassLoader());
        try {
            PeerStack peers = new PeerStack(originHost, tick);
            peers.stack.init(configuration.apply(peers.loop));
            ready.accept(peers.parser());
            // only so that the applications are announced: their messages never come this way, see Link
            for (long id : applications) {
                peers.stack.unwrap(Network.class).addNetworkReqListener(request -> null,
                        id == Dictionary.ACCOUNTING_APPLICATION ? ApplicationId.createByAccAppId(id)
                                : ApplicationId.createByAuthAppId(Dictionary.VENDOR_3GPP, id));
            }
            peers.loop.start();
            peers.stack.start();
            return peers;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (ApplicationAlreadyUseException | IllegalDiameterStateException
                 | InternalException failed) {
            throw new IllegalStateException("jdiameter does not start: " + failed.getMessage(), failed);
        } finally {
            Thread.currentThread().setContextClassLoader(application);
        }
    }

    IMessageParser parser() {
        return stack.getAssemblerFacility().getComponentInstance(IMessageParser.class);
    }

    private void tick() {
        tick.run();
        if (++ticks % TICKS_BETWEEN_LOOKS == 0 && !closing) {
            revive();
        }
    }

    /** jdiameter gives a peer up for good that has said goodbye with another cause than REBOOTING: we do not. */
    private void revive() {
        try {
            for (Peer peer : stack.unwrap(PeerTable.class).getPeerTable()) {
                if (((IPeer) peer).isAttemptConnection() && peer.getState(PeerState.class) == PeerState.DOWN) {
                    peer.connect();
                }
            }
        } catch (InternalException | IllegalDiameterStateException | IOException failed) {
            LOG.debug("No new attempt to connect: {}", failed.toString());
        }
    }

    /** Ends all threads, within a few seconds whatever the peers do. Once; later calls do nothing. */
    @Override
    public synchronized void close() {
        if (closing) {
            return;
        }
        closing = true;
        try {
            stack.stop(STOP_MILLIS, TimeUnit.MILLISECONDS, Dictionary.REBOOTING);
        } catch (IllegalDiameterStateException | InternalException failed) {
            LOG.debug("jdiameter did not stop in order: {}", failed.toString());
        }
        IConcurrentFactory threads = stack.getConcurrentFactory();
        threads.shutdownAllNow();
        threads.getThreads().forEach(PeerStack::interrupt);
        stack.destroy();
        loop.close();
        threads.getThreads().forEach(PeerStack::interrupt); // of a peer that came while all this ended
    }

    private static void interrupt(Thread thread) {
        if (thread != null) {
            thread.interrupt();
        }
    }
}

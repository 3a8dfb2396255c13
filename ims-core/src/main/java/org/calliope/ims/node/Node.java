package org.calliope.ims.node;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import org.calliope.ims.charging.CallsInProgress;
import org.calliope.ims.charging.ChargingRecords;
import org.calliope.ims.gruu.GruuSecret;
import org.calliope.ims.gruu.Gruus;
import org.calliope.ims.registration.MemoryRegistrations;
import org.calliope.ims.registration.Reauthentication;
import org.calliope.ims.registration.Registrations;
import org.calliope.ims.trace.Trace;

/**
 * What the elements of one server process share. The container makes one and puts it into every servlet context
 * under {@link #ATTRIBUTE}. Any thread.
 */
public final class Node implements AutoCloseable {

    /** The servlet context attribute that holds the node. */
    public static final String ATTRIBUTE = "org.calliope.ims.node.Node";
    private static final int TRACE_EVENTS = 60_000;
    private static final int TRACE_BYTES = 64 * 1024 * 1024;

    private final Path home;
    private final Topology topology;
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Trace trace = new Trace(TRACE_EVENTS, TRACE_BYTES, meters);
    private final Elements elements = new Elements();
    private volatile Registrations registrations = new MemoryRegistrations();
    private final LockOuts lockOuts = new LockOuts();

    private volatile Optional<Reauthentication> reauthentication = Optional.empty();
    private volatile CallsInProgress calls = CallsInProgress.NONE;
    private volatile Optional<ChargingRecords> chargingRecords = Optional.empty();
    private AdminPassword admin;
    private Gruus gruus;

    private Node(Path home, Topology topology) {
        this.home = home.toAbsolutePath().normalize();
        this.topology = topology;
    }

    /**
     * A node with the topology of {@code home/conf/ims.properties}, or the default one when there is no such file.
     *
     * @throws org.calliope.ims.config.ConfigException when the file has an error
     */
    public static Node at(Path home) {
        return new Node(home, Topology.from(properties(home.resolve("conf").resolve(Topology.FILE))));
    }

    public static Node at(Path home, Topology topology) {
        return new Node(home, topology);
    }

    public Path home() {
        return home;
    }

    public Path confDirectory() {
        return home.resolve("conf");
    }

    /** @return {@code home/data}, which is there when this returns */
    public Path data() {
        try {
            return Files.createDirectories(home.resolve("data"));
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot create " + home.resolve("data"), failed);
        }
    }

    /** @return who may change things over HTTP; the password is made by whoever asks first */
    public synchronized AdminPassword admin() {
        if (admin == null) {
            admin = AdminPassword.in(data());
        }
        return admin;
    }

    /** @return makes and reads GRUUs with the secret in {@link #data}, which whoever asks first makes */
    public synchronized Gruus gruus() {
        if (gruus == null) {
            gruus = new Gruus(GruuSecret.in(data()));
        }
        return gruus;
    }

    public Topology topology() {
        return topology;
    }

    public Trace trace() {
        return trace;
    }

    public Elements elements() {
        return elements;
    }

    /** @return the registrations of this node's S-CSCF, live; none before it is up. Ask anew each time */
    public Registrations registrations() {
        return registrations;
    }

    /** @return who failed to authenticate at this node's S-CSCF too often */
    public LockOuts lockOuts() {
        return lockOuts;
    }

    /** @return what an operator can ask of this node's S-CSCF; nothing when no S-CSCF is up here */
    public Optional<Reauthentication> reauthentication() {
        return reauthentication;
    }

    /** For the S-CSCF: comes up with it and goes down with nothing. */
    public void reauthentication(Optional<Reauthentication> scscf) {
        reauthentication = scscf;
    }

    /** @return the calls of this node's S-CSCF; none when no S-CSCF is up here. Ask anew each time */
    public CallsInProgress calls() {
        return calls;
    }

    /** For the S-CSCF: from now on {@link #calls} gives these. */
    public void calls(CallsInProgress scscf) {
        calls = scscf;
    }

    /** @return the charging records of this node; nothing when there are to be none, or no S-CSCF is up here */
    public Optional<ChargingRecords> chargingRecords() {
        return chargingRecords;
    }

    /** For the S-CSCF, which opens and closes them. */
    public void chargingRecords(Optional<ChargingRecords> opened) {
        chargingRecords = opened;
    }

    /** From now on {@link #registrations} gives these; the S-CSCF that opened them closes them. */
    public void keep(Registrations opened) {
        registrations = opened;
    }

    public MeterRegistry meters() {
        return meters;
    }

    /** @return every meter in the text format of Prometheus, version 0.0.4 */
    public String metricsText() {
        return meters.scrape();
    }

    /** @return {@code home/conf/<element>.properties} as it is now, empty when there is no such file */
    public Properties config(String element) {
        return properties(confDirectory().resolve(element + ".properties"));
    }

    @Override
    public void close() {
        meters.close();
    }

    private static Properties properties(Path file) {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            properties.load(in);
        } catch (NoSuchFileException none) {
            return properties;
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot read " + file, failed);
        }
        return properties;
    }
}

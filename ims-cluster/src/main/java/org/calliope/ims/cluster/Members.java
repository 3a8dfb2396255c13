package org.calliope.ims.cluster;

import java.net.InetSocketAddress;
import java.util.List;
import javax.sql.DataSource;
import org.calliope.ims.registration.Cluster;
import org.infinispan.remoting.transport.jgroups.JGroupsChannelConfigurator;
import org.jgroups.JChannel;
import org.jgroups.conf.ProtocolConfiguration;
import org.jgroups.protocols.FD_ALL3;
import org.jgroups.protocols.FD_SOCK;
import org.jgroups.protocols.FRAG4;
import org.jgroups.protocols.MERGE3;
import org.jgroups.protocols.MFC;
import org.jgroups.protocols.TCP;
import org.jgroups.protocols.TCPPING;
import org.jgroups.protocols.UFC;
import org.jgroups.protocols.UNICAST3;
import org.jgroups.protocols.VERIFY_SUSPECT2;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.NAKACK2;
import org.jgroups.protocols.pbcast.STABLE;
import org.jgroups.util.SocketFactory;

/** How the members of a cluster find and watch each other: TCP to addresses that are known, no multicast. */
record Members(Cluster cluster) implements JGroupsChannelConfigurator {

    /** From the port for messages to that on which members watch each other. */
    private static final int WATCH_OFFSET = 100;
    private static final int SUSPECT_MILLIS = 8000;
    private static final int HEARTBEAT_MILLIS = 2000;
    private static final int VERIFY_MILLIS = 1000;
    /** A busy one may take as long to answer; the first of all waits as long for nobody. */
    private static final int JOIN_MILLIS = 3000;
    private static final int JOIN_QUESTIONS = 6;
    private static final int MERGE_MIN_MILLIS = 2000;
    private static final int MERGE_MAX_MILLIS = 6000;

    @Override
    public JChannel createChannel(String name) throws Exception {
        InetSocketAddress listen = cluster.listen();
        return new JChannel(
                new TCP().setBindAddress(listen.getAddress()).setBindPort(listen.getPort()).setPortRange(0),
                // asked several times: a question is lost when the one who is asked connects at the same moment
                new TCPPING().setInitialHosts(cluster.members()).setPortRange(0).setValue("num_discovery_runs", JOIN_QUESTIONS),
                new MERGE3().setMinInterval(MERGE_MIN_MILLIS).setMaxInterval(MERGE_MAX_MILLIS),
                // a process that dies closes its connection, and is missed at once; with FD_SOCK2 not after a merge, when
                // both members connect at once and are left with no connection
                new FD_SOCK().setBindAddress(listen.getAddress()).setStartPort(listen.getPort() + WATCH_OFFSET),
                new FD_ALL3().setTimeout(SUSPECT_MILLIS).setInterval(HEARTBEAT_MILLIS),
                new VERIFY_SUSPECT2().setTimeout(VERIFY_MILLIS),
                new NAKACK2().useMcastXmit(false), new UNICAST3(), new STABLE(),
                new GMS().setJoinTimeout(JOIN_MILLIS).printLocalAddress(false), new UFC(), new MFC(), new FRAG4());
    }

    @Override
    public String getName() {
        return cluster.name();
    }

    @Override
    public String getProtocolStackString() {
        return "TCP to " + cluster.members();
    }

    /** Protocols are made by {@link #createChannel}, not described. */
    @Override
    public List<ProtocolConfiguration> getProtocolStack() {
        return List.of();
    }

    /** The sockets are plain ones. */
    @Override
    public void setSocketFactory(SocketFactory factory) {
    }

    /** Members are named, not looked for in a database. */
    @Override
    public void setDataSource(DataSource source) {
    }
}

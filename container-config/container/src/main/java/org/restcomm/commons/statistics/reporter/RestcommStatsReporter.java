package org.restcomm.commons.statistics.reporter;

import com.codahale.metrics.MetricRegistry;
import java.util.concurrent.TimeUnit;

/**
 * Stands where the SIP Servlets core expects its reporter, which sends usage figures to a server on the Internet
 * whatever the configuration says. This one keeps the registry the core needs and sends nothing; the original's
 * artifact is banned by the build.
 */
public final class RestcommStatsReporter {

    private static final MetricRegistry REGISTRY = new MetricRegistry();

    public static RestcommStatsReporter getRestcommStatsReporter() {
        return new RestcommStatsReporter();
    }

    public static MetricRegistry getMetricRegistry() {
        return REGISTRY;
    }

    public void setRemoteServer(String server) { }

    public void setProjectName(String name) { }

    public void setProjectType(String type) { }

    public void setVersion(String version) { }

    public void start(long period, TimeUnit unit) { }

    public void stop() { }
}

package org.calliope.ims.container;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.calliope.ims.container.sip.SipVitals;
import org.calliope.ims.node.Node;

/** {@code GET /metrics}: every meter of this node, those of the virtual machine among them, as Prometheus reads them. */
final class MetricsServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final transient Node node;
    private final transient SipVitals sip;
    private final transient Deployer deployer;
    private final transient JvmGcMetrics collections = new JvmGcMetrics();
    private final transient MultiGauge applications;

    MetricsServlet(Node node, SipVitals sip, Deployer deployer) {
        this.node = node;
        this.sip = sip;
        this.deployer = deployer;
        MeterRegistry meters = node.meters();
        this.applications = MultiGauge.builder("applications").description("Applications in this state").register(meters);
        Stream.of(new JvmMemoryMetrics(), collections, new JvmThreadMetrics(), new ClassLoaderMetrics(),
            new ProcessorMetrics(), new UptimeMetrics()).forEach(binder -> binder.bindTo(meters));
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        sip.updateMeters();
        countApplications();
        byte[] text = node.metricsText().getBytes(StandardCharsets.UTF_8);
        response.setContentType("text/plain; version=0.0.4; charset=utf-8");
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(text.length);
        response.getOutputStream().write(text);
    }

    private synchronized void countApplications() {
        List<Application> all = deployer.applications();
        applications.register(Stream.of(Application.State.values()).map(state -> MultiGauge.Row.of(
            Tags.of("state", state.name().toLowerCase(java.util.Locale.ROOT)), all.stream().filter(a -> a.state() == state).count()))
            .toList(), true);
    }

    @Override
    public void destroy() {
        collections.close();
    }
}

package org.calliope.ims.portability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.function.Predicate;
import org.calliope.ims.container.router.ImsApplicationRouter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The archives use the JDK, the Servlet and SIP Servlet APIs, ims-core with what it stands on, and what they bring; no container's API. */
class ApiUseIT {

    private static final Predicate<String> STANDARD = inside("java", "javax.crypto", "javax.servlet", "javax.annotation");
    private static final Predicate<String> IMS_CORE = inside("org.calliope.ims.aka", "org.calliope.ims.charging",
            "org.calliope.ims.config",
            "org.calliope.ims.cx", "org.calliope.ims.diameter", "org.calliope.ims.digest", "org.calliope.ims.gruu",
            "org.calliope.ims.identity", "org.calliope.ims.ifc", "org.calliope.ims.kept", "org.calliope.ims.node",
            "org.calliope.ims.reginfo", "org.calliope.ims.registration", "org.calliope.ims.rf", "org.calliope.ims.sip", "org.calliope.ims.trace",
            "org.calliope.ims.xml", "org.slf4j", "io.micrometer.core.instrument", "com.github.benmanes.caffeine.cache");

    private static final Predicate<String> BUNDLED = inside("org.xbill.DNS", "org.apache.james.mime4j");

    @TempDir
    private Path scratch;

    @ParameterizedTest
    @ValueSource(strings = {"pcscf", "icscf", "scscf", "bgcf", "ecscf"})
    void elementsUseTheStandardApisAndImsCore(String element) throws IOException {
        assertThat(foreign(element, STANDARD.or(IMS_CORE).or(BUNDLED)
                .or(inside("org.calliope.ims.element", "org.calliope.ims." + element)))).isEmpty();
    }

    /** What a service developer copies. */
    @ParameterizedTest
    @ValueSource(strings = {"echo", "b2bua", "proxy", "redirect"})
    void applicationServersUseTheStandardApisOnly(String sample) throws IOException {
        assertThat(foreign("sample-" + sample, STANDARD.or(inside("org.calliope.ims.samples." + sample)))).isEmpty();
    }

    @Test
    void samplesUseTheStandardApisOnly() throws IOException {
        assertThat(foreign("proxy-sample", STANDARD.or(inside("org.calliope.ims.bench")))).isEmpty();
    }

    @Test
    void portableSampleUsesTheStandardApisOnly() throws IOException {
        assertThat(foreign("portable-sample", STANDARD.or(inside("org.calliope.ims.portability.sample")))).isEmpty();
    }

    @Test
    void whatUsesAContainerIsFound() throws URISyntaxException {
        String container = Path.of(ImsApplicationRouter.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();

        assertThat(ApiUse.of(List.of(container))).contains("org.apache.catalina", "org.mobicents.servlet.sip.core",
                "gov.nist.javax.sip.stack", "javax.servlet.sip");
    }

    private List<String> foreign(String archive, Predicate<String> allowed) throws IOException {
        Path file = Path.of("target", "archives", archive + ".war");
        assertThat(Files.isRegularFile(file)).as("%s is there", file).isTrue();
        SortedSet<String> used = ApiUse.ofArchive(file, scratch);
        assertThat(used).as("what %s uses", archive).contains("javax.servlet.sip");
        return used.stream().filter(allowed.negate()).toList();
    }

    private static Predicate<String> inside(String... roots) {
        return name -> {
            for (String root : roots) {
                if (name.equals(root) || name.startsWith(root + '.')) {
                    return true;
                }
            }
            return false;
        };
    }
}

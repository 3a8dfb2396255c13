package org.calliope.ims.scscf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.calliope.ims.ifc.ApplicationServer;
import org.calliope.ims.scscf.ThirdPartyRegister.Content;
import org.calliope.ims.xml.XmlText;

/**
 * The body of a third-party REGISTER (TS 24.229 5.4.1.7A): service information, the UE's REGISTER and the 200 to it, as
 * far as the criterion asks for them and they are there; more than one as multipart/mixed (RFC 2046 5.1). Pure.
 */
final class ThirdPartyBody {

    /** TS 24.229 7.6. */
    static final String IMS_XML = "application/3gpp-ims+xml";
    /** RFC 3261 27.5. */
    static final String MESSAGE_SIP = "message/sip";

    private static final String CRLF = "\r\n";

    private ThirdPartyBody() {
    }

    /** @param registered whether the registration goes on; else the server needs no service information any more */
    static Optional<Content> of(ApplicationServer server, RegisterEvent event, boolean registered) {
        List<Content> parts = new ArrayList<>();
        server.serviceInfo().filter(info -> registered).ifPresent(info -> parts.add(new Content(IMS_XML, xml(info))));
        if (server.includeRegisterRequest()) {
            add(event.request().get(), parts);
        }
        if (server.includeRegisterResponse()) {
            add(event.response().get(), parts);
        }
        return parts.size() > 1 ? Optional.of(mixed(parts)) : parts.stream().findFirst();
    }

    private static void add(String message, List<Content> parts) {
        if (!message.isEmpty()) {
            parts.add(new Content(MESSAGE_SIP, message));
        }
    }

    // TS 24.229 7.6.3
    private static String xml(String serviceInfo) {
        return new XmlText().declaration().fragment("<ims-3gpp version=\"1\">").element("service-info", serviceInfo)
                .close("ims-3gpp").toString();
    }

    private static Content mixed(List<Content> parts) {
        String boundary = UUID.randomUUID().toString();
        StringBuilder text = new StringBuilder(parts.stream().mapToInt(part -> part.text().length() + 128).sum());
        for (Content part : parts) {
            text.append("--").append(boundary).append(CRLF).append("Content-Type: ").append(part.type())
                    .append(CRLF).append(CRLF).append(part.text()).append(CRLF);
        }
        text.append("--").append(boundary).append("--").append(CRLF);
        return new Content("multipart/mixed;boundary=\"" + boundary + '"', text.toString());
    }
}

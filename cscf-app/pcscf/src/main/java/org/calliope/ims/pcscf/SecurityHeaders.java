package org.calliope.ims.pcscf;

import java.util.List;
import javax.servlet.sip.SipServletRequest;
import org.calliope.ims.element.MessageValues;
import org.calliope.ims.pcscf.SecurityAgreement.Asked;
import org.calliope.ims.sip.Headers;

/** Takes what concerns only the first hop out of a UE's request: RFC 3329 2.3.1, TS 24.229 5.2.2.2, 5.2.6.3.3. */
final class SecurityHeaders {

    private SecurityHeaders() {
    }

    /** @return what the request said; the option tag stays for its 420 when nothing is offered here */
    static Asked take(SipServletRequest request, Source source, SecurityAgreement agreement) {
        boolean proxies = agreement.understood() && withoutOption(request, Headers.PROXY_REQUIRE);
        boolean others = agreement.understood() && withoutOption(request, Headers.REQUIRE);
        Asked asked = new Asked(proxies || others, MessageValues.all(request, Headers.SECURITY_CLIENT),
                MessageValues.all(request, Headers.SECURITY_VERIFY), source.secure());
        List.of(Headers.SECURITY_CLIENT, Headers.SECURITY_VERIFY, Headers.SECURITY_SERVER)
                .forEach(request::removeHeader);
        return asked;
    }

    private static boolean withoutOption(SipServletRequest request, String header) {
        List<String> tags = MessageValues.all(request, header);
        if (tags.stream().noneMatch(SecurityAgreement.OPTION::equalsIgnoreCase)) {
            return false;
        }
        request.removeHeader(header);
        tags.stream().filter(tag -> !tag.equalsIgnoreCase(SecurityAgreement.OPTION))
                .forEach(tag -> request.addHeader(header, tag));
        return true;
    }
}

package org.calliope.ims.ifc;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The application server of a criterion, TS 29.228 B.2.2.
 *
 * @param serverName              a SIP URI, up to 255 characters
 * @param defaultHandling         what becomes of the request when the server does not answer
 * @param serviceInfo             handed to the server in the body of a REGISTER and looked at by nobody else, up to 8,192
 *                                characters
 * @param includeRegisterRequest  the server gets the UE's REGISTER in the body of the third-party one
 * @param includeRegisterResponse the server gets the 200 to the UE's REGISTER there too
 */
public record ApplicationServer(String serverName, DefaultHandling defaultHandling, Optional<String> serviceInfo,
        boolean includeRegisterRequest, boolean includeRegisterResponse) {

    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_INFO = 8192;
    private static final Pattern SIP_URI = Pattern.compile("sips?:[!-;=?-~&&[^\"]]+", Pattern.CASE_INSENSITIVE);

    /** @throws IllegalArgumentException when the name is no SIP URI or something is too long; the message says so */
    public ApplicationServer {
        if (serverName.length() > LONGEST_NAME || !SIP_URI.matcher(serverName).matches()) {
            throw new IllegalArgumentException("the application server's name is no SIP URI of up to " + LONGEST_NAME
                    + " characters, as sip:as.example");
        }
        serviceInfo = serviceInfo.map(String::strip);
        if (serviceInfo.filter(info -> info.length() > LONGEST_INFO).isPresent()) {
            throw new IllegalArgumentException("the service information is longer than " + LONGEST_INFO + " characters");
        }
    }

    public ApplicationServer(String serverName, DefaultHandling defaultHandling) {
        this(serverName, defaultHandling, Optional.empty(), false, false);
    }
}

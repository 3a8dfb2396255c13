package org.calliope.ims.container.security;

import java.text.ParseException;
import javax.sip.PeerUnavailableException;
import javax.sip.SipFactory;
import javax.sip.header.AuthorizationHeader;
import javax.sip.header.Header;
import javax.sip.header.HeaderFactory;
import javax.sip.header.ProxyAuthenticateHeader;
import org.calliope.ims.digest.Challenge;
import org.calliope.ims.digest.Credentials;
import org.calliope.ims.digest.Digest;
import org.calliope.ims.digest.Nonces;
import org.mobicents.servlet.sip.core.security.SipDigestAuthenticator;

/** Answers the challenge of another server for an application (JSR 289 17.10). Any thread. */
public final class ClientDigest implements SipDigestAuthenticator {

    private final Nonces nonces = new Nonces();

    /**
     * @param challenge WWW-Authenticate or Proxy-Authenticate
     * @param nextNonce one the server has given since, or null
     * @param count     how often the nonce was used with this request
     * @throws IllegalArgumentException when the challenge asks for what is not offered here
     */
    @Override
    public AuthorizationHeader getAuthorizationHeader(String method, String uri, String body, Header challenge,
                                                      String user, String password, String nextNonce, int count) {
        String text = challenge.toString();
        Challenge asked = Challenge.parse(text.substring(text.indexOf(':') + 1));
        String nonce = nextNonce == null ? asked.nonce() : nextNonce;
        String qop = asked.qop().isEmpty() ? "" : Digest.QOP_AUTH;
        Challenge used = new Challenge(asked.realm(), nonce, asked.opaque(), asked.algorithm(), qop);
        Credentials answer = Digest.answer(password, method, Credentials.to(used, user, uri, Math.max(1, count), nonces.next()));
        try {
            HeaderFactory headers = SipFactory.getInstance().createHeaderFactory();
            String name = challenge instanceof ProxyAuthenticateHeader ? "Proxy-Authorization" : "Authorization";
            return (AuthorizationHeader) headers.createHeader(name, answer.headerValue());
        } catch (ParseException | PeerUnavailableException e) {
            throw new IllegalArgumentException("the challenge can not be answered: " + e.getMessage(), e);
        }
    }
}

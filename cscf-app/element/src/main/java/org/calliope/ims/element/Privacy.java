package org.calliope.ims.element;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipSession;
import org.calliope.ims.node.ContainerExtensions;
import org.calliope.ims.sip.Headers;
import org.calliope.ims.sip.SipRefusal;

/**
 * What the sender of a message wants to be kept from those outside of the trust domain: RFC 3323, RFC 3325 7 and 9.3, RFC 5379
 * 5, RFC 7044 10.1. Who has asked for it once gets it for all messages of the dialog.
 *
 * @param values priv-values of this message and of those before, lower case
 */
record Privacy(Set<String> values) {

    private static final String RULE = "privacy";
    private static final String CLAUSE = "RFC 3323 5";
    private static final int SERVER_ERROR = 500;

    private static final String ID = "id";
    private static final String USER = "user";
    private static final String HEADER = "header";
    private static final String HISTORY = "history";
    private static final String SESSION = "session";
    private static final String CRITICAL = "critical";

    /** RFC 5379 5.1 and its table for "user"; Remote-Party-ID is P-Asserted-Identity's forerunner, RFC 8224 signs From. */
    private static final List<String> OF_USER = List.of(Headers.CALL_INFO, Headers.IN_REPLY_TO, Headers.ORGANIZATION,
            Headers.P_PREFERRED_IDENTITY, Headers.REFERRED_BY, Headers.REPLY_TO, Headers.SERVER, Headers.SUBJECT, Headers.USER_AGENT,
            Headers.WARNING, Headers.REMOTE_PARTY_ID, Headers.IDENTITY, Headers.IDENTITY_INFO);

    /** Attribute of the session of a dialog in which it was asked for. */
    private static final String ATTRIBUTE = "org.calliope.ims.element.privacy";
    /** RFC 7044 10.1.2. */
    private static final String ANONYMOUS = "<sip:anonymous@anonymous.invalid>";
    /** RFC 7044 5: headers of the URI, here escaped; a single value asks for it just as well. */
    private static final Pattern ENTRY_PRIVACY = Pattern.compile("(?i)[?&]privacy=(?!none[&>])");
    /** RFC 7044 5: the parameters that say nothing of who it was. */
    private static final Pattern ENTRY_PARAMETER = Pattern.compile("(?i);\\s*(index|rc|mp|np)\\s*=\\s*[0-9.]{1,255}\\s*(?=;|$)");

    /** What a message on its way outside asks for. */
    static Privacy of(SipServletMessage message) {
        SipSession dialog = message.getSession();
        Set<String> values = new LinkedHashSet<>(parse(MessageValues.headers(message, Headers.PRIVACY)));
        boolean valid = dialog.isValid();
        Object before = valid ? dialog.getAttribute(ATTRIBUTE) : null;
        if (before != null) {
            values.addAll(parse(List.of((String) before)));
        }
        if (valid && !values.isEmpty()) {
            dialog.setAttribute(ATTRIBUTE, String.join(";", values));
        }
        return new Privacy(values);
    }

    /** RFC 3323 4.2 separates by a semicolon; a comma, as in other lists, is tolerated. */
    static Set<String> parse(List<String> headers) {
        Set<String> values = new LinkedHashSet<>();
        for (String header : headers) {
            for (String value : header.toLowerCase(Locale.ROOT).split("[;,]")) {
                if (!value.isBlank()) {
                    values.add(value.strip());
                }
            }
        }
        return values;
    }

    private boolean wants(String value) {
        return values.contains(value);
    }

    /** Takes away what is asked for. */
    void apply(SipServletMessage message) {
        if (values.isEmpty()) { // as of nearly all; an entry of History-Info may ask for itself
            history(message);
            return;
        }
        Optional<BiConsumer<SipServletMessage, Set<String>>> hide = ElementListener.extension(
                message.getSession().getServletContext(), ContainerExtensions.HIDE);
        if (message instanceof SipServletRequest && message.getTo().getParameter("tag") == null) {
            check(hide.isPresent());
        }
        // RFC 3325 7, TS 24.229 4.4; RFC 5379: who wants to be nobody is not named either
        if (wants(ID) || wants(USER)) {
            message.removeHeader(Headers.P_ASSERTED_IDENTITY);
        }
        if (wants(USER)) {
            OF_USER.forEach(message::removeHeader);
        }
        history(message);
        Set<String> parts = parts();
        if (!parts.isEmpty()) {
            hide.ifPresent(able -> able.accept(message, parts));
        }
        done(message, hide.isPresent());
    }

    private Set<String> parts() {
        Set<String> parts = new LinkedHashSet<>();
        if (wants(USER)) {
            parts.add(ContainerExtensions.HIDE_USER);
        }
        if (wants(HEADER)) {
            parts.add(ContainerExtensions.HIDE_WAY);
        }
        return parts;
    }

    /**
     * RFC 3323 5: a request whose critical privacy can not be given fails. The description of a session names the sender's
     * address, and no media goes by way of here.
     */
    void check(boolean hides) {
        List<String> impossible = new ArrayList<>();
        for (String value : hides ? List.of(SESSION) : List.of(SESSION, USER, HEADER)) {
            if (wants(value)) {
                impossible.add(value);
            }
        }
        if (wants(CRITICAL) && !impossible.isEmpty()) {
            String names = String.join(";", impossible);
            throw new SipRefusal(SERVER_ERROR, "the privacy that is critical can not be given: " + names, RULE, CLAUSE,
                    Map.of("privacy", String.join(";", values), "impossible", names));
        }
    }

    private void history(SipServletMessage message) {
        boolean all = wants(HISTORY) || wants(HEADER);
        if (all) {
            message.removeHeader(Headers.DIVERSION);
        }
        List<String> entries = MessageValues.all(message, Headers.HISTORY_INFO);
        List<String> shown = entries.stream().map(entry -> entry(entry, all)).filter(entry -> !entry.isEmpty()).toList();
        if (!shown.equals(entries)) {
            message.removeHeader(Headers.HISTORY_INFO);
            shown.forEach(entry -> message.addHeader(Headers.HISTORY_INFO, entry));
        }
    }

    /**
     * RFC 7044 10.1.2: an entry whose own Privacy asks for it, or all of them, name nobody.
     *
     * @return "" when nothing of it can be shown
     */
    static String entry(String entry, boolean all) {
        if (!all && !ENTRY_PRIVACY.matcher(entry).find()) {
            return entry;
        }
        StringBuilder shown = new StringBuilder();
        Matcher parameters = ENTRY_PARAMETER.matcher(entry.substring(entry.lastIndexOf('>') + 1));
        while (parameters.find()) {
            shown.append(parameters.group().replaceAll("\\s", ""));
        }
        return shown.isEmpty() ? "" : shown.insert(0, ANONYMOUS).toString();
    }

    // RFC 3323 5: what is done is not asked for any more, so that nobody does it again; id stays for who is called
    private static void done(SipServletMessage message, boolean hides) {
        Set<String> asked = parse(MessageValues.headers(message, Headers.PRIVACY));
        Set<String> left = new LinkedHashSet<>(asked);
        left.remove(HISTORY);
        if (hides) {
            left.removeAll(Set.of(USER, HEADER));
        }
        if (left.equals(asked)) {
            return;
        }
        message.removeHeader(Headers.PRIVACY);
        if (!left.equals(Set.of(CRITICAL)) && !left.isEmpty()) {
            message.setHeader(Headers.PRIVACY, String.join(";", left));
        }
    }
}

package org.calliope.ims.scscf;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.servlet.sip.ProxyBranch;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.calliope.ims.element.Identities;
import org.calliope.ims.element.MessageValues;
import org.calliope.ims.sip.Headers;

/**
 * History-Info of a request whose Request-URI the S-CSCF replaces by registered contacts: RFC 7044 9 and 10, TS 24.229
 * 5.4.3.3. What has come stays as it is, also what can not be read; who comes with very much gets nothing added. Any thread.
 */
final class History {

    /** Attribute of a request that goes to contacts. */
    private static final String ATTRIBUTE = "history";
    private static final String HISTINFO = "histinfo";
    private static final int MOST_ENTRIES = 100;
    private static final int TRYING = 100;
    private static final int FINAL_FAILURE = 300;
    /** RFC 7044 5: hi-index, of a length that nobody comes to without a loop. */
    private static final Pattern INDEX = Pattern.compile("(?i);\\s*index\\s*=\\s*([0-9]{1,5}(?:\\.[0-9]{1,5}){0,50})\\s*(?=;|$)");

    private final List<String> before;
    private final String parent;
    private final boolean asked;
    private final Map<ProxyBranch, Target> targets = new LinkedHashMap<>();

    /** @param cause status of the failure that the branch has ended with, 0 for none */
    private record Target(String uri, String index, int cause) {
    }

    private History(List<String> before, String parent, boolean asked) {
        this.before = before;
        this.parent = parent;
        this.asked = asked;
    }

    /** Begins with what a request has come with; nothing when it is not to grow. */
    static Optional<History> of(SipServletRequest request) {
        List<String> lines = MessageValues.headers(request, Headers.HISTORY_INFO);
        List<String> entries = MessageValues.all(request, Headers.HISTORY_INFO);
        if (entries.size() > MOST_ENTRIES) {
            return Optional.empty();
        }
        String requestUri = request.getRequestURI().toString();
        String last = "";
        boolean known = false;
        for (String entry : entries) {
            Optional<String> index = index(entry);
            last = index.orElse(last);
            known = index.isPresent() ? Identities.perhaps(targeted(entry)).equals(Identities.perhaps(requestUri)) : known;
        }
        List<String> before = new ArrayList<>(lines);
        if (!known) {
            // RFC 7044 10.3: a gap in the history has the index 0
            last = last.isEmpty() ? "1" : last + ".0";
            before.add('<' + requestUri + ">;index=" + last);
        }
        boolean asked = MessageValues.all(request, Headers.SUPPORTED).stream().anyMatch(HISTINFO::equalsIgnoreCase);
        History history = new History(before, last, asked);
        request.setAttribute(ATTRIBUTE, history);
        return Optional.of(history);
    }

    private static Optional<String> index(String entry) {
        Matcher index = INDEX.matcher(entry.substring(entry.lastIndexOf('>') + 1));
        return index.find() ? Optional.of(index.group(1)) : Optional.empty();
    }

    // 5: what stands behind '?' are headers, such as Reason and Privacy
    private static String targeted(String entry) {
        int headers = entry.indexOf('?');
        return headers < 0 ? entry : entry.substring(0, headers) + '>';
    }

    private static Optional<History> of(SipServletResponse response) {
        SipServletRequest request = response.getProxy() == null ? null : response.getProxy().getOriginalRequest();
        // what follows within the dialog is another one
        return request == null || !Objects.equals(request.getHeader(Headers.CSEQ), response.getHeader(Headers.CSEQ)) ? Optional.empty()
                : Optional.ofNullable((History) request.getAttribute(ATTRIBUTE));
    }

    /** A new branch has got its contact, 9.2: "rc" says that it was registered for the entry with that index. */
    synchronized void targets(ProxyBranch branch, String contact) {
        targets.put(branch, new Target(contact, parent + '.' + (targets.size() + 1), 0));
        tell(branch);
    }

    private void tell(ProxyBranch branch) {
        List<String> entries = new ArrayList<>();
        targets.forEach((other, target) -> {
            if (other == branch || target.cause() > 0) {
                entries.add(entry(target));
            }
        });
        write(branch.getRequest(), entries);
    }

    private void write(SipServletMessage message, List<String> entries) {
        message.removeHeader(Headers.HISTORY_INFO);
        before.forEach(line -> message.addHeader(Headers.HISTORY_INFO, line));
        entries.forEach(entry -> message.addHeader(Headers.HISTORY_INFO, entry));
    }

    // 10.2: the Reason of an entry is that of the failure which made the request go on elsewhere
    private String entry(Target target) {
        String reason = target.cause() == 0 ? ""
                : (target.uri().indexOf('?') < 0 ? '?' : '&') + "Reason=SIP%3Bcause%3D" + target.cause();
        return '<' + target.uri() + reason + ">;index=" + target.index() + ";rc=" + parent;
    }

    /** A final response of a branch: those that are tried after it say so. */
    static void heard(SipServletResponse response) {
        if (response.getStatus() >= FINAL_FAILURE) {
            of(response).ifPresent(history -> history.failed(response.getProxyBranch(), response.getStatus()));
        }
    }

    private synchronized void failed(ProxyBranch branch, int status) {
        if (targets.computeIfPresent(branch, (same, target) -> new Target(target.uri(), target.index(), status)) != null) {
            targets.keySet().stream().filter(other -> !other.isStarted()).forEach(this::tell);
        }
    }

    /** 9.4: a caller who understands it learns where the request has been. */
    static void answer(SipServletResponse response) {
        if (response.getStatus() > TRYING) {
            of(response).filter(history -> history.asked).ifPresent(history -> history.complete(response));
        }
    }

    private synchronized void complete(SipServletResponse response) {
        Target answering = targets.get(response.getProxyBranch());
        List<String> entries = new ArrayList<>();
        targets.forEach((branch, target) -> {
            if (branch.isStarted()) {
                entries.add(entry(target));
                if (target == answering) {
                    // what was added behind here
                    MessageValues.all(response, Headers.HISTORY_INFO).stream().filter(entry -> index(entry)
                            .filter(index -> index.startsWith(target.index() + '.')).isPresent()).forEach(entries::add);
                }
            }
        });
        write(response, entries);
    }
}

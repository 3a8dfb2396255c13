package org.calliope.ims.ifc;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;
import java.util.stream.Collectors;
import org.calliope.ims.ifc.ServicePointTrigger.InSessionCase;
import org.calliope.ims.ifc.ServicePointTrigger.Method;
import org.calliope.ims.ifc.ServicePointTrigger.RequestUri;
import org.calliope.ims.ifc.ServicePointTrigger.SessionDescription;
import org.calliope.ims.ifc.ServicePointTrigger.SipHeader;

/**
 * Says in a sentence what a trigger or a criterion means. Parentheses stand where "and" and "or" meet, so that there is one
 * way to read it. English and German; English for every other language. Any thread.
 */
public final class Sentence implements ServicePointTrigger.Visitor<String> {

    private final ResourceBundle words;

    private Sentence(ResourceBundle words) {
        this.words = words;
    }

    public static Sentence in(Locale locale) {
        return new Sentence(ResourceBundle.getBundle("org.calliope.ims.ifc.sentences", locale,
                Control.getNoFallbackControl(Control.FORMAT_PROPERTIES)));
    }

    /** {@code priority 0: (INVITE or MESSAGE) and … → sip:as.example; if it does not answer the session continues}. */
    public String of(InitialFilterCriteria criteria) {
        ApplicationServer server = criteria.applicationServer();
        return say("criteria", Integer.toString(criteria.priority()),
                criteria.triggerPoint().map(this::of).orElseGet(() -> say("every")), server.serverName(),
                say(server.defaultHandling().name()))
                + criteria.profilePart().map(part -> say("part." + part)).orElse("");
    }

    /** {@code (INVITE or MESSAGE) and from the served user while registered and not with header P-X: “y”}. */
    public String of(TriggerPoint trigger) {
        String within = trigger.conjunctive() ? "or" : "and";
        String between = trigger.conjunctive() ? "and" : "or";
        boolean alone = trigger.groups().size() == 1;
        return trigger.groups().stream().map(group -> group(group, within, alone))
                .collect(Collectors.joining(say(between)));
    }

    private String group(List<ServicePointTrigger> group, String within, boolean alone) {
        String joined = group.stream().map(this::of).collect(Collectors.joining(say(within)));
        return alone || group.size() == 1 ? joined : '(' + joined + ')';
    }

    /** {@code not with header P-X: “y”}. */
    public String of(ServicePointTrigger condition) {
        String plain = condition.accept(this);
        return condition.negated() ? say("not", plain) : plain;
    }

    @Override
    public String requestUri(RequestUri condition) {
        return say("uri", condition.expression());
    }

    @Override
    public String method(Method condition) {
        return condition.registrationTypes().isEmpty() ? condition.name() : say("method", condition.name(),
                condition.registrationTypes().stream().sorted().map(type -> say(type.name()))
                        .collect(Collectors.joining(say("or"))));
    }

    @Override
    public String sipHeader(SipHeader condition) {
        return withContent("header", condition.header(), condition.content());
    }

    @Override
    public String sessionCase(InSessionCase condition) {
        return say(condition.sessionCase().name());
    }

    @Override
    public String sessionDescription(SessionDescription condition) {
        return withContent("sdp", condition.line(), condition.content());
    }

    private String withContent(String key, String name, Optional<String> content) {
        return content.map(text -> say(key + ".content", name, text)).orElseGet(() -> say(key, name));
    }

    private String say(String key, Object... values) {
        return new MessageFormat(words.getString(key), words.getLocale()).format(values);
    }
}

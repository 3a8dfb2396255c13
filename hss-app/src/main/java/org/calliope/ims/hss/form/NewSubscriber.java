package org.calliope.ims.hss.form;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import org.calliope.ims.hss.model.ImplicitSet;
import org.calliope.ims.hss.model.PrivateUser;
import org.calliope.ims.hss.model.PublicUser;
import org.calliope.ims.hss.model.Subscription;
import org.calliope.ims.hss.page.Texts;
import org.calliope.ims.hss.secret.Credentials;
import org.calliope.ims.hss.store.Provisioning;

/** The beginner's form: one user with one private identity, a SIP URI and perhaps a telephone number. Any thread. */
public final class NewSubscriber {

    private static final String NUMBER = "\\+[0-9]{3,15}";
    private static final String USER = "[A-Za-z0-9._+-]{1,64}";

    private final Provisioning provisioning;
    private final String domain;

    /** @param domain home network domain, realm of the private identity and of the password */
    public NewSubscriber(Provisioning provisioning, String domain) {
        this.provisioning = provisioning;
        this.domain = domain;
    }

    /**
     * What is wrong, by the name of the field.
     *
     * @param typing leave alone what is still empty
     */
    public Map<String, String> problems(Values values, Texts texts, boolean typing) {
        Map<String, String> problems = new LinkedHashMap<>();
        String user = values.text("user");
        if (!user.matches(USER) && !(typing && user.isEmpty())) {
            problems.put("user", texts.of("new.user.wrong"));
        }
        String number = number(values);
        if (!number.isEmpty() && !number.matches(NUMBER)) {
            problems.put("number", texts.of("new.number.wrong"));
        }
        check(problems, "displayName", () -> PublicUser.of("sip:a@b").named(values.text("displayName")));
        check(problems, "profile", () -> PublicUser.of("sip:a@b").served(values.text("profile")));
        checkSecret(values, texts, typing, problems);
        return problems;
    }

    private void checkSecret(Values values, Texts texts, boolean typing, Map<String, String> problems) {
        try {
            Optional<Credentials> secret = Secrets.read(values, "", "user@" + domain, domain);
            if (secret.isEmpty() && !typing) {
                problems.put("password", texts.of("new.secret.missing"));
            }
        } catch (IllegalArgumentException e) {
            String field = Secrets.field(e.getMessage());
            if (!typing || !values.text(field).isEmpty()) {
                problems.put(field, e.getMessage());
            }
        }
    }

    private static void check(Map<String, String> problems, String field, Supplier<?> made) {
        try {
            made.get();
        } catch (IllegalArgumentException e) {
            problems.put(field, Problems.beside(field, e));
        }
    }

    private static String number(Values values) {
        return values.text("number").replaceAll("[\\s()./-]", "");
    }

    /** The subscription; only when nothing is wrong. */
    public Subscription read(Values values) {
        String impi = values.text("user") + "@" + domain;
        Credentials secret = Secrets.read(values, "", impi, domain)
                .orElseThrow(() -> new IllegalArgumentException("password is missing"));
        PrivateUser user = provisioning.user(impi, secret);
        String group = number(values).isEmpty() ? "" : "1";
        List<PublicUser> identities = new ArrayList<>();
        for (String uri : uris(values, impi)) {
            PublicUser plain = PublicUser.of(uri);
            identities.add(new PublicUser(uri, plain.type(), false, values.text("displayName"), group,
                    values.text("profile"), "", true));
        }
        return new Subscription(impi, "", "", List.of(Subscription.ANY_NETWORK), List.of(user),
                List.of(new ImplicitSet(List.of(impi), identities)));
    }

    // TS 23.003 13.4: a tel URI needs a SIP URI in the same set, which is what the phone registers
    private static List<String> uris(Values values, String impi) {
        String number = number(values);
        return number.isEmpty() ? List.of("sip:" + impi) : List.of("sip:" + impi, "tel:" + number);
    }
}

package org.calliope.ims.hss.bulk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.calliope.ims.hss.bulk.Scratch.Row;
import org.calliope.ims.hss.model.PrivateUser;
import org.calliope.ims.hss.model.PublicUser;
import org.calliope.ims.hss.model.Subscription;
import org.calliope.ims.hss.secret.Vault;
import org.calliope.ims.hss.store.ImportRow;
import org.calliope.ims.hss.store.Kind;

/**
 * IMS subscribers of a pyHSS with their SIMs. Their identities are made as TS 23.003 13.3 and 13.4B say, of the IMSI and
 * this HSS's domain; each MSISDN is a SIP and a tel URI.
 */
final class PyHssRows implements RowSource {

    private static final int PAGE = 500;
    private static final int SHORTEST_INTERNATIONAL = 8; // digits; a shorter one is a number of this domain only
    private static final int KEY_DIGITS = 32;
    private static final String IMSI = "imsi";

    private final Scratch scratch;
    private final Vault vault;
    private final String domain;
    private final Deque<ImportRow> ready = new ArrayDeque<>();
    private long number;
    private long page;
    private boolean templatesRead;

    PyHssRows(Path file, InputStream in, Vault vault, String domain) throws IOException {
        this.scratch = new Scratch(file, PyHssTables.COLUMNS);
        this.vault = vault;
        this.domain = domain;
        try {
            new PyHssTables(scratch).read(in);
            if (scratch.count(PyHssTables.IMS_SUBSCRIBER) == 0) {
                throw new UnreadableImport("there is no ims_subscriber in it");
            }
        } catch (IOException | RuntimeException e) {
            scratch.close();
            throw e;
        }
    }

    @Override
    public Optional<ImportRow> next() throws IOException {
        if (ready.isEmpty()) {
            List<Row> subscribers = scratch.page(PyHssTables.IMS_SUBSCRIBER, page, PAGE);
            Collection<String> imsis = subscribers.stream().map(row -> row.text(IMSI)).collect(Collectors.toSet());
            Map<String, Row> epc = by(IMSI, scratch.with(PyHssTables.SUBSCRIBER, IMSI, imsis));
            Map<String, Row> sims = by(IMSI, scratch.with(PyHssTables.AUC, IMSI, imsis));
            Map<String, Row> byId = by("auc_id", scratch.with(PyHssTables.AUC, "auc_id",
                    epc.values().stream().map(row -> row.text("auc_id")).collect(Collectors.toSet())));
            for (Row subscriber : subscribers) {
                page = subscriber.number("N");
                Optional<Row> attached = Optional.ofNullable(epc.get(subscriber.text(IMSI)));
                Optional<Row> sim = attached.map(row -> byId.get(row.text("auc_id")))
                        .or(() -> Optional.ofNullable(sims.get(subscriber.text(IMSI))));
                ready.add(row(++number, subscriber, attached, sim));
            }
        }
        if (ready.isEmpty() && !templatesRead) {
            templatesRead = true;
            templates();
        }
        return Optional.ofNullable(ready.poll());
    }

    private static Map<String, Row> by(String column, List<Row> rows) {
        return rows.stream().collect(Collectors.toMap(row -> row.text(column), Function.identity(), (a, b) -> a));
    }

    private ImportRow row(long at, Row subscriber, Optional<Row> attached, Optional<Row> sim) {
        String imsi = subscriber.text(IMSI);
        try {
            if (!imsi.matches("[0-9]{6,15}")) {
                throw new IllegalArgumentException("its IMSI is not 6 to 15 digits");
            }
            Row auc = sim.filter(row -> row.text("ki").length() == KEY_DIGITS).orElseThrow(() ->
                    new IllegalArgumentException("there is no auc with its IMSI and a ki"));
            PrivateUser user = new Proof(domain, "", "", auc.text("ki"), "", auc.text("opc"), auc.text("amf"), "akav1", "",
                    auc.text("sqn")).user(vault, imsi + "@" + domain);
            boolean enabled = attached.map(row -> enabled(row.text("enabled"))).orElse(true);
            List<PublicUser> identities = identities(subscriber).stream().map(PublicUser::of)
                    .map(identity -> enabled ? identity : identity.withBarring()).toList();
            ImportRow row = ImportRow.of(at, Kind.SUBSCRIPTION, Subscription.of(user, identities));
            return enabled ? row : row.noting("it is not enabled in the pyHSS: its public identities are barred");
        } catch (IllegalArgumentException e) {
            return ImportRow.rejected(at, imsi, e.getMessage());
        }
    }

    private static boolean enabled(String value) {
        return !value.equals("0") && !value.equalsIgnoreCase("false");
    }

    private List<String> identities(Row subscriber) {
        Set<String> numbers = new LinkedHashSet<>();
        numbers.add(digits(subscriber.text("msisdn")));
        for (String one : subscriber.text("msisdn_list").split(",")) {
            numbers.add(digits(one));
        }
        numbers.remove("");
        List<String> identities = new ArrayList<>();
        for (String digits : numbers) {
            identities.add("sip:" + digits + "@" + domain);
            identities.add("tel:" + (digits.length() < SHORTEST_INTERNATIONAL ? digits + ";phone-context=" + domain
                    : "+" + digits));
        }
        identities.add("sip:" + subscriber.text(IMSI) + "@" + domain);
        return identities;
    }

    private static String digits(String msisdn) {
        String plain = msisdn.replaceAll("[\\s\\[\\]\"'+]", "");
        if (!plain.matches("[0-9]{0,15}")) {
            throw new IllegalArgumentException("an MSISDN is not up to 15 digits");
        }
        return plain;
    }

    private void templates() throws IOException {
        for (Row row : scratch.query("select \"ifc_path\", count(*) as \"uses\" from \"ims_subscriber\" "
                + "where \"ifc_path\" <> '' group by \"ifc_path\" order by \"ifc_path\"")) {
            ready.add(ImportRow.rejected(++number, row.text("ifc_path"), "the filter criteria in this template, which "
                    + row.text("uses") + " subscribers have, are in a file of the pyHSS: make a service profile of it here"));
        }
    }

    @Override
    public OptionalDouble done() {
        return OptionalDouble.of(Math.min(1, (double) page / scratch.count(PyHssTables.IMS_SUBSCRIBER)));
    }

    @Override
    public void close() throws IOException {
        scratch.close();
    }
}

package org.calliope.ims.hss.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.calliope.ims.cx.AuthScheme;
import org.calliope.ims.hss.model.CapabilitySet;
import org.calliope.ims.hss.model.PrivateUser;
import org.calliope.ims.hss.model.ServiceProfile;
import org.calliope.ims.hss.model.Subscription;
import org.calliope.ims.hss.secret.Credentials;
import org.calliope.ims.hss.store.Actor;
import org.calliope.ims.hss.store.AuditEntry;
import org.calliope.ims.hss.store.ImportJob;
import org.calliope.ims.hss.store.ImportJob.Existing;
import org.calliope.ims.hss.store.Kind;
import org.calliope.ims.hss.store.Provision;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.sh.RepositoryData;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What an import does, on every database. */
abstract class ImportContract extends ImportFixture {

    private static final String K = "465b5ce8b199b49faa5f0a2ee238a6bc";
    private static final String OPC = "cd63cb71954a9f4e48a5994e37a02baf";

    private static String rows(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "user" + i + "@ims.example,secret" + i + ",sip:user" + i
                + "@ims.example tel:+4930" + (1_000_000 + i)).collect(Collectors.joining("\n", "", "\n"));
    }

    private static final String HEADER = "private_identity,password,public_identities\n";

    @Test
    void aTableBecomesSubscribersWhoseFirstPublicIdentityIsTheDefault() throws Exception {
        ImportJob job = run(ImportFormat.CSV, """
                \uFEFFName;Private Identity;password;public_identities;display_name;barred;visited_networks
                dan;dan@ims.example; s3cret;sip:dan@ims.example tel:+4930123;"Dan; the man";tel:+4930123;ims.example other.example
                ;eve@ims.example;eve;;;;
                """);

        assertDone(job, 2, 0, 0);
        Subscription dan = subscription("dan");
        assertThat(dan.implicitSets().get(0).publicIdentities()).extracting(p -> p.identity() + p.displayName() + p.barred())
                .containsExactly("sip:dan@ims.exampleDan; the manfalse", "tel:+4930123Dan; the mantrue");
        assertThat(dan.visitedNetworks()).containsExactly("ims.example", "other.example");
        assertThat(credentials("dan@ims.example")).isEqualTo(
                Credentials.ofPassword(new PrivateIdentity("dan@ims.example"), "ims.example", " s3cret"));
        assertThat(subscription("eve@ims.example").implicitSets().get(0).publicIdentities().get(0).identity())
                .isEqualTo("sip:eve@ims.example");
        assertThat(report(job)).containsExactly("row,identity,result,reason");
    }

    @Test
    void aSimIsMadeOfKAndOpcWithItsSequenceNumber() {
        ImportJob job = run(ImportFormat.CSV, "private_identity,k,opc,amf,sqn,scheme,password\n"
                + "sim@ims.example," + K + "," + OPC + ",b9b9,4711,akav2,\n"
                + "both@ims.example," + K + "," + OPC + ",,,digest,secret\n");

        assertDone(job, 2, 0, 0);
        PrivateUser sim = subscription("sim@ims.example").privateIdentities().get(0);
        assertThat(sim.sequenceNumber()).isEqualTo(4711);
        assertThat(sim.scheme()).isEqualTo(AuthScheme.DIGEST_AKAV2_MD5);
        assertThat(credentials("sim@ims.example").aka()).isEqualTo(Credentials.ofAka(K, OPC, false, "b9b9").aka());
        assertThat(credentials("both@ims.example").preferred()).isEqualTo(AuthScheme.SIP_DIGEST);
        assertThat(credentials("both@ims.example").aka().orElseThrow().amf()).isEqualTo(0x8000);
    }

    @Test
    void everyRowThatIsRejectedStandsInTheReportWithItsReasonAndTheOthersAreThere() throws Exception {
        Provision.add(database, Provision.subscriber("carol@ims.example", "sip:carol@ims.example"));
        ImportJob job = run(ImportFormat.CSV, """
                private_identity,password,public_identities,service_profile
                good@ims.example,secret,,
                nobody,secret,,
                carol@ims.example,secret,,
                dave@ims.example,secret,sip:carol@ims.example,
                erin@ims.example,,,
                frank@ims.example,secret,,gold
                good@ims.example,secret,,
                grace@ims.example,secret,mailto:grace,
                too,many,values,in,it
                "=HYPERLINK(1)",secret,,
                last@ims.example,secret,,
                """);

        assertDone(job, 2, 0, 9);
        List<String> report = report(job);
        assertThat(report).hasSize(10);
        assertThat(report.get(1)).startsWith("3,nobody,rejected,").contains("user@realm");
        assertThat(report.get(2)).startsWith("4,carol@ims.example,rejected,").contains("is provisioned already");
        assertThat(report.get(3)).startsWith("5,dave@ims.example,").contains("sip:carol@ims.example belongs to the subscription carol");
        assertThat(report.get(4)).startsWith("6,erin@ims.example,").contains("needs something to prove itself by");
        assertThat(report.get(5)).startsWith("7,frank@ims.example,").contains("there is no service profile gold");
        assertThat(report.get(6)).startsWith("8,good@ims.example,").contains("already");
        assertThat(report.get(7)).startsWith("9,grace@ims.example,").contains("no public identity");
        assertThat(report.get(8)).startsWith("10,too,").contains("5 values").contains("4 columns");
        assertThat(report.get(9)).as("no spreadsheet computes it").startsWith("11,'=HYPERLINK(1),");
        assertThat(String.join("", report)).doesNotContain("secret,");
        assertThat(subscribers.count()).isEqualTo(3);
    }

    @Test
    void aDryRunSaysTheSameAndWritesNothing() throws Exception {
        Provision.add(database, Provision.subscriber("user3@ims.example", "sip:user3@ims.example"));
        byte[] file = (HEADER + rows(0, 2_500) + rows(7, 8)).getBytes(StandardCharsets.UTF_8);

        ImportJob dry = run(request(ImportFormat.CSV, Existing.REFUSE, true), file);
        assertThat(subscribers.count()).isEqualTo(1);
        ImportJob real = run(request(ImportFormat.CSV, Existing.REFUSE, false), file);

        assertDone(dry, 2_499, 0, 2);
        assertDone(real, 2_499, 0, 2);
        assertThat(report(dry).stream().map(line -> line.split(",")[0])).containsExactly("row", "5", "2502");
        assertThat(report(real).stream().map(line -> line.split(",")[0])).containsExactly("row", "5", "2502");
        assertThat(subscribers.count()).isEqualTo(2_500);
    }

    @Test
    void existingOnesAreSkippedOrReplacedWhenThatIsWanted() {
        assertDone(run(ImportFormat.CSV, HEADER + rows(0, 5)), 5, 0, 0);

        assertDone(run(ImportFormat.CSV, Existing.SKIP, HEADER + rows(3, 8)), 3, 2, 0);
        assertDone(run(ImportFormat.CSV, Existing.REPLACE, "private_identity,display_name\nuser0@ims.example,Zero\n"
                + "user0@ims.example,Nil\n"), 2, 0, 0);

        assertThat(subscribers.count()).isEqualTo(8);
        assertThat(subscription("user0@ims.example").implicitSets().get(0).publicIdentities()).singleElement()
                .matches(p -> p.displayName().equals("Nil"));
        assertThat(credentials("user0@ims.example").digest()).as("the password of before").isPresent();
        assertThat(provisioning.audit(0, 10)).extracting(AuditEntry::action).as("each replacement can be undone")
                .contains(AuditEntry.Action.CHANGED, AuditEntry.Action.CHANGED, AuditEntry.Action.IMPORTED);
    }

    @Test
    void theAuditLogHasOneLineOfWhoImportedHowMany() {
        run(ImportFormat.CSV, HEADER + rows(0, 1_200));

        assertThat(provisioning.audit(0, 10)).singleElement().satisfies(entry -> {
            assertThat(entry.actor()).isEqualTo(OPERATOR);
            assertThat(entry.subject()).contains("1200 documents of subscribers.csv");
        });
    }

    @Test
    void documentsOfEveryKindComeInAnArrayOrOneALine() throws Exception {
        String[] documents = {
            "{\"kind\":\"capability-sets\",\"name\":\"video\",\"mandatory\":[1],\"optional\":[],\"serverNames\":[]}",
            "{\"kind\":\"service-profiles\",\"name\":\"gold\",\"unregisteredServices\":true}",
            "{\"user\":\"dan\",\"password\":\"s3cret\",\"publicIdentities\":[{\"identity\":\"sip:dan@ims.example\",\"serviceProfile\":\"gold\"}]}",
            "{\"kind\":\"planets\",\"name\":\"mars\"}",
            "{\"user\":\"eve\",\"password\":\"s3cret\",\"planet\":1}"};

        ImportJob lines = run(ImportFormat.JSON, "\uFEFF" + String.join("\n", documents) + "\n\nnonsense\n");
        assertDone(lines, 3, 0, 3);
        assertThat(report(lines)).hasSize(4).anyMatch(line -> line.startsWith("4,mars,") && line.contains("no such kind"))
                .anyMatch(line -> line.startsWith("5,eve,") && line.contains("planet"))
                .anyMatch(line -> line.startsWith("7,,rejected,") && line.contains("it is no JSON"));
        assertThat(provisioning.find(Kind.CAPABILITY_SET, "video").map(CapabilitySet::mandatory)).contains(List.of(1L));
        assertThat(provisioning.find(Kind.SERVICE_PROFILE, "gold").map(ServiceProfile::unregisteredServices)).contains(true);

        ImportJob array = run(ImportFormat.JSON, Existing.SKIP, "[" + String.join(",", documents) + "]");
        assertDone(array, 0, 3, 2);
    }

    @Test
    void aDryRunKnowsWhatStandsInTheFileBefore() {
        ImportJob dry = run(request(ImportFormat.JSON, Existing.REFUSE, true), """
                {"kind":"application-servers","name":"as","serverName":"sip:as.example"}
                {"kind":"filter-criteria","name":"all","applicationServer":"as"}
                {"kind":"service-profiles","name":"gold","filterCriteria":[{"criteria":"all","priority":0}]}
                {"user":"dan","password":"s","publicIdentities":[{"identity":"sip:dan@ims.example","serviceProfile":"gold"}]}
                """.getBytes(StandardCharsets.UTF_8));

        assertDone(dry, 4, 0, 0);
        assertThat(provisioning.find(Kind.APPLICATION_SERVER, "as")).isEmpty();
    }

    @Test
    void anExportWithSecretsMovesEverythingToAnEmptyHss() {
        run(ImportFormat.JSON, """
                {"kind":"application-servers","name":"as","serverName":"sip:as.example"}
                {"kind":"filter-criteria","name":"all","applicationServer":"as"}
                {"kind":"service-profiles","name":"gold","filterCriteria":[{"criteria":"all","priority":0}]}
                """);
        run(ImportFormat.CSV, "private_identity,k,opc,sqn,password,public_identities,service_profile\n"
                + "sim@ims.example," + K + "," + OPC + ",4711,secret,sip:sim@ims.example tel:+49301,gold\n");
        run(ImportFormat.CSV, HEADER + rows(0, 1_100));
        Provision.share(database, "second@ims.example", "sip:user0@ims.example");
        Credentials before = credentials("sim@ims.example");
        String all = export(ExportFormat.JSON, true);

        Provision.clear(database);
        ImportJob job = run(ImportFormat.JSON, all);

        assertThat(job.progress().rejected()).isZero();
        assertThat(export(ExportFormat.JSON, true)).isEqualTo(all);
        assertThat(credentials("sim@ims.example")).isEqualTo(before);
        assertThat(subscription("sim@ims.example").privateIdentities().get(0).sequenceNumber()).isEqualTo(4711);
        assertThat(credentials("second@ims.example")).isEqualTo(Provision.CREDENTIALS);
    }

    private static final String SERVED = """
            {"kind":"application-servers","name":"as","serverName":"sip:as.example"}
            {"kind":"filter-criteria","name":"all","applicationServer":"as","dsaiTags":["music"]}
            {"kind":"service-profiles","name":"gold","filterCriteria":[{"criteria":"all","priority":0}]}
            {"user":"dan","password":"s","publicIdentities":[{"identity":"sip:dan@ims.example","serviceProfile":"gold"},\
            {"identity":"tel:+49301","aliasGroup":"family"},{"identity":"tel:+49302","aliasGroup":"family"}]}
            """;
    private static final String KEPT = """
            {"kind":"repository-data","identity":"sip:dan@ims.example","service":"mmtel","sequenceNumber":7,"data":"<a b=\\"c\\">d</a>"}
            {"kind":"repository-data","identity":"tel:+49301","service":"mmtel","sequenceNumber":0,"data":"<e/>"}
            {"kind":"inactive-dsais","identity":"sip:dan@ims.example","serverName":"sip:as.example","tag":"music"}
            """;

    @Test
    @DisplayName("TS 29.328 7.6.1 and 7.6.11: what application servers keep moves with an export with secrets, and only so")
    void anExportMovesWhatApplicationServersKeep() {
        assertDone(run(ImportFormat.JSON, SERVED + KEPT), 7, 0, 0);
        assertThat(repository("sip:dan@ims.example", "mmtel")).contains(
                new RepositoryData("mmtel", 7, Optional.of("<a b=\"c\">d</a>")));
        assertThat(repository("tel:+49302", "mmtel")).as("of its alias").contains(
                new RepositoryData("mmtel", 0, Optional.of("<e></e>")));
        String all = export(ExportFormat.JSON, true);
        assertThat(export(ExportFormat.JSON, false)).doesNotContain("mmtel", "inactive-dsais");

        Provision.clear(database);
        ImportJob job = run(ImportFormat.JSON, all);

        assertThat(job.progress().rejected()).isZero();
        assertThat(export(ExportFormat.JSON, true)).isEqualTo(all).contains("inactive-dsais");
        assertDone(run(ImportFormat.JSON, KEPT), 0, 3, 0);
    }

    @Test
    @DisplayName("TS 29.328 7.6.1: repository data that is there is refused, left or replaced, with the number of the file")
    void repositoryDataThatIsThereIsRefusedSkippedOrReplaced() throws Exception {
        run(ImportFormat.JSON, SERVED + KEPT);
        String other = KEPT.lines().findFirst().orElseThrow().replace(":7,", ":3,").replace(">d<", ">new<");

        ImportJob refused = run(ImportFormat.JSON, other);
        assertDone(refused, 0, 0, 1);
        assertThat(report(refused)).anyMatch(line -> line.contains("dan@ims.example mmtel,rejected,") && line.contains("already"));
        assertDone(run(ImportFormat.JSON, Existing.SKIP, other), 0, 1, 0);
        assertThat(repository("sip:dan@ims.example", "mmtel").map(RepositoryData::sequenceNumber)).contains(7);
        assertDone(run(ImportFormat.JSON, Existing.REPLACE, other), 1, 0, 0);
        assertThat(repository("sip:dan@ims.example", "mmtel")).contains(
                new RepositoryData("mmtel", 3, Optional.of("<a b=\"c\">new</a>")));
    }

    @Test
    @DisplayName("TS 29.328 6.1.2.1: what Sh would not take is rejected, by a dry run too")
    void whatShWouldNotTakeIsRejected() throws Exception {
        run(ImportFormat.JSON, SERVED);
        imports.close();
        imports = start(ImportBounds.DEFAULT.repository(16));
        String good = KEPT.lines().findFirst().orElseThrow();
        String rows = String.join("\n", good.replace(">d<", ">large<"), good.replace(":7", ":-1"), good.replace(":7", ":7.5"),
                good.replace("</a>", ""), good.replace("mmtel", ""), good.replace("service", "servis"),
                good.replace("dan@", "nobody@"), KEPT.lines().toList().get(2).replace("music", "unbound"));

        ImportJob dry = run(request(ImportFormat.JSON, Existing.REFUSE, true), rows.getBytes(StandardCharsets.UTF_8));
        ImportJob job = run(ImportFormat.JSON, rows);

        assertDone(job, 0, 0, 8);
        assertThat(report(dry)).isEqualTo(report(job));
        assertThat(String.join("\n", report(job))).contains("18 bytes, more than 16", "SequenceNumber is not 0 to 65535: -1",
                "sequenceNumber must be a whole number", "its content cannot stand in ServiceData: The element", "ServiceIndication is not 1 to 255 characters",
                "it has no field servis", "there is no public identity sip:nobody@ims.example",
                "no filter criterion of the identity that leads to sip:as.example is bound to the DSAI-Tag unbound");
    }

    @Test
    @DisplayName("TS 29.328 6.1.2.1: a user has data of 200 services at most")
    void aUserHasDataOf200ServicesAtMost() throws Exception {
        run(ImportFormat.JSON, SERVED);
        String good = KEPT.lines().findFirst().orElseThrow();

        ImportJob job = run(ImportFormat.JSON, IntStream.range(0, 201).mapToObj(i -> good.replace("mmtel", "s" + i))
                .collect(Collectors.joining("\n")));

        assertDone(job, 200, 0, 1);
        assertThat(report(job)).anyMatch(line -> line.contains("s200,rejected,") && line.contains("data of 200 services"));
    }

    @Test
    void anExportAsATableMovesTheSubscribersThatFitIntoOne() throws Exception {
        run(ImportFormat.CSV, "private_identity,k,opc,sqn,password,public_identities,display_name,barred\n"
                + "sim@ims.example," + K + "," + OPC + ",4711,secret,sip:sim@ims.example tel:+49301,\"Sim, \"\"S\"\"\",tel:+49301\n");
        Provision.add(database, Provision.subscriber("user0@ims.example", "sip:user0@ims.example"));
        Provision.share(database, "second@ims.example", "sip:user0@ims.example");
        Subscription before = subscription("sim@ims.example");
        Credentials credentials = credentials("sim@ims.example");
        String table = export(ExportFormat.CSV, true);

        Provision.clear(database);
        ImportJob job = run(ImportFormat.CSV, table);

        assertDone(job, 1, 0, 1);
        assertThat(subscription("sim@ims.example").implicitSets()).isEqualTo(before.implicitSets());
        assertThat(credentials("sim@ims.example")).isEqualTo(credentials);
        assertThat(report(job).get(1)).contains("user0@ims.example").contains("export it as JSON");
    }

    @Test
    void anExportWithoutSecretsHasNone() {
        run(ImportFormat.CSV, "private_identity,k,opc,password\nsim@ims.example," + K + "," + OPC + ",topsecret\n");
        String sealed = new String(Base64.getEncoder().encode(
                subscription("sim@ims.example").privateIdentities().get(0).secret().bytes()), StandardCharsets.US_ASCII);

        assertThat(export(ExportFormat.JSON, false) + export(ExportFormat.CSV, false)).contains("sim@ims.example")
                .doesNotContain(K, OPC, "topsecret", sealed);
        assertThat(export(ExportFormat.JSON, true)).contains(sealed).doesNotContain(K, OPC, "topsecret");
    }

    @Test
    void aSecretOfAnotherUserOrKeyFileIsRejected() throws Exception {
        run(ImportFormat.CSV, HEADER + rows(0, 1));
        String stolen = export(ExportFormat.JSON, true).replace("user0@", "thief@");
        Provision.clear(database);

        ImportJob job = run(ImportFormat.JSON, stolen);

        assertThat(subscribers.count()).isZero();
        assertThat(report(job)).anyMatch(line -> line.contains("thief@ims.example,rejected"));
    }

    @Test
    void theFileIsGoneWhenItIsImportedAndTheReportWhenTheImportIsRemoved() throws Exception {
        ImportJob job = run(ImportFormat.CSV, HEADER + rows(0, 3));

        assertThat(job.sha256()).hasSize(64);
        await().until(() -> !folder.resolve(job.file()).toFile().exists());
        assertThat(imports.report(job)).isPresent();
        Files.writeString(folder.resolve(job.file()), "left by a kill");
        Files.writeString(folder.resolve("nobody"), "of no import");
        imports.close();
        imports = start(ImportBounds.DEFAULT);
        assertThat(folder.resolve(job.file())).doesNotExist();
        assertThat(imports.report(job)).isPresent();
        assertThat(imports.remove(job.id())).isTrue();
        assertThat(imports.find(job.id())).isEmpty();
        try (var left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void oneThatIsCancelledKeepsWhatItHasAccepted() throws Exception {
        byte[] file = (HEADER + rows(0, 30_000)).getBytes(StandardCharsets.UTF_8);
        ImportJob first = imports.submit(request(ImportFormat.CSV, Existing.REFUSE, false), new ByteArrayInputStream(file));
        ImportJob second = imports.submit(request(ImportFormat.CSV, Existing.SKIP, false), new ByteArrayInputStream(file));

        assertThat(imports.cancel(second.id(), OPERATOR)).as("while it waits").isTrue();
        await().until(() -> imports.find(first.id()).orElseThrow().job().progress().rows() > 0);
        await().until(() -> imports.find(first.id()).orElseThrow().done() > 0);
        assertThat(imports.cancel(first.id(), new Actor("otto"))).isTrue();
        assertThat(imports.cancel(first.id(), OPERATOR)).as("twice").isFalse();

        ImportJob ended = over(first.id());
        assertThat(ended.state()).isEqualTo(ImportJob.State.CANCELLED);
        await().until(() -> !folder.resolve(first.file()).toFile().exists());
        assertThat(subscribers.count()).isEqualTo(imports.find(first.id()).orElseThrow().job().progress().accepted());
        assertThat(folder.resolve(second.file())).doesNotExist();
        assertThat(provisioning.audit(0, 5)).anyMatch(entry -> entry.actor().name().equals("otto"));
    }

    @Test
    void oneThatTheServersEndInterruptsGoesOnByItself() throws Exception {
        byte[] file = (HEADER + rows(0, 15_000)).getBytes(StandardCharsets.UTF_8);
        ImportJob job = imports.submit(request(ImportFormat.CSV, Existing.REFUSE, false), new ByteArrayInputStream(file));
        await().until(() -> imports.find(job.id()).orElseThrow().job().progress().rows() > 0);
        imports.close();
        ImportJob interrupted = imports.find(job.id()).orElseThrow().job();
        assertThat(interrupted.state()).isEqualTo(ImportJob.State.RUNNING);
        assertThat(interrupted.progress().rows()).isLessThan(15_000);

        imports = start(ImportBounds.DEFAULT);

        assertDone(over(job.id()), 15_000, 0, 0);
        assertThat(subscribers.count()).isEqualTo(15_000);
        assertThat(Optional.of(job.id())).contains(imports.list(10).get(0).job().id());
    }
}

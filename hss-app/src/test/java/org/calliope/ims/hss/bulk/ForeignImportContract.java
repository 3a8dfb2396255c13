package org.calliope.ims.hss.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

import org.calliope.ims.cx.AuthScheme;
import org.calliope.ims.hss.model.ApplicationServer;
import org.calliope.ims.hss.model.CapabilitySet;
import org.calliope.ims.hss.model.ChargingSet;
import org.calliope.ims.hss.model.FilterCriteria;
import org.calliope.ims.hss.model.ImplicitSet;
import org.calliope.ims.hss.model.PrivateUser;
import org.calliope.ims.hss.model.PublicUser;
import org.calliope.ims.hss.model.ServiceProfile;
import org.calliope.ims.hss.model.SharedFilterSet;
import org.calliope.ims.hss.model.Subscription;
import org.calliope.ims.hss.secret.Credentials;
import org.calliope.ims.hss.store.ImportJob;
import org.calliope.ims.hss.store.ImportJob.Existing;
import org.calliope.ims.hss.store.Kind;
import org.calliope.ims.hss.store.Provision;
import org.calliope.ims.hss.store.ShKept;
import org.calliope.ims.identity.PrivateIdentity;
import org.calliope.ims.sh.RepositoryData;
import org.junit.jupiter.api.Test;

/** What comes over from other HSSs, on every database. */
abstract class ForeignImportContract extends ImportFixture {

    private static final String AUC = "{\"auc_id\":1,\"ki\":\"" + FhossDump.K + "\",\"opc\":\"" + FhossDump.OPC
            + "\",\"amf\":\"8000\",\"sqn\":4711,\"imsi\":\"001010000000001\"}";
    private static final String SUBSCRIBER = "{\"subscriber_id\":1,\"imsi\":\"001010000000001\",\"auc_id\":1,\"enabled\":true}";
    private static final String IMS = "{\"ims_subscriber_id\":1,\"imsi\":\"001010000000001\",\"msisdn\":\"49301234567\","
            + "\"msisdn_list\":\"[49301234567, 777]\",\"ifc_path\":\"default_ifc.xml\",\"scscf\":null}";

    @Test
    void anFhossComesOverWithItsServicesAndSubscribers() throws Exception {
        ImportJob job = run(ImportFormat.FHOSS, FhossDump.text());

        assertFhoss(job);
    }

    void assertFhoss(ImportJob job) throws Exception {
        assertThat(job.message()).isEmpty();
        Subscription alice = subscription("alice");
        assertThat(alice.privateIdentities()).extracting(PrivateUser::identity, PrivateUser::scheme, PrivateUser::sequenceNumber)
                .containsExactly(tuple("alice@open-ims.test", AuthScheme.SIP_DIGEST, 0x20L),
                        tuple("alice2@open-ims.test", AuthScheme.DIGEST_AKAV1_MD5, 0x12abL));
        assertThat(alice.implicitSets()).extracting(ImplicitSet::privateIdentities).containsExactly(
                List.of("alice@open-ims.test", "alice2@open-ims.test"), List.of("alice2@open-ims.test"));
        assertThat(alice.implicitSets().get(0).publicIdentities()).extracting(PublicUser::identity, PublicUser::barred,
                PublicUser::displayName, PublicUser::serviceProfile).containsExactly(
                tuple("sip:alice@open-ims.test", false, "Alice M\u00fcller", "gold"),
                tuple("tel:+49301", true, "", "gold"));
        assertThat(alice.visitedNetworks()).containsExactlyInAnyOrder("open-ims.test", "visited.example");
        assertThat(alice.chargingSet()).isEqualTo("charging");
        assertThat(credentials("alice@open-ims.test").digest()).isEqualTo(Credentials.ofPassword(
                new PrivateIdentity("alice@open-ims.test"), "ims.example", "alice").digest());
        assertThat(credentials("alice@open-ims.test").aka()).as("K is the password, filled up with zeros").isEqualTo(
                Credentials.ofAka("616c6963650000000000000000000000", "0".repeat(32), true, "0000").aka());
        assertThat(credentials("alice2@open-ims.test").aka())
                .isEqualTo(Credentials.ofAka(FhossDump.K, FhossDump.OPC, false, "8000").aka());
        assertThat(credentials("bob@open-ims.test").digest()).isEqualTo(Credentials.ofPassword(
                new PrivateIdentity("bob@open-ims.test"), "ims.example", "b;o\\b").digest());
        assertServices(alice);
        assertThat(report(job)).filteredOn(line -> line.contains(",rejected,")).hasSize(12)
                .anyMatch(line -> line.contains("broken,rejected,") && line.contains("application server 99"))
                .anyMatch(line -> line.contains("nothing,rejected,"))
                .anyMatch(line -> line.contains("lost@open-ims.test,rejected,it belongs to no subscription"))
                .anyMatch(line -> line.contains("sip:orphan@open-ims.test,rejected,it belongs to no private identity"));
        assertThat(report(job)).anyMatch(line -> line.contains("bob,accepted,")
                && line.contains("from no network")).anyMatch(line -> line.contains("alice,accepted,")
                && line.contains("different networks") && line.contains("together as aliases"))
                .anyMatch(line -> line.contains("it_s an AS,accepted,") && line.contains("limit of repository data, 1024"));
        assertKept(job);
    }

    /** TS 29.328 7.6.1 and 7.6.11. */
    private void assertKept(ImportJob job) throws Exception {
        assertThat(repository("sip:bob@open-ims.test", "mmtel")).contains(new RepositoryData("mmtel", 7,
                Optional.of("<name>M\u00fcller &amp; Co</name>")));
        assertThat(repository("sip:alice@open-ims.test", "forwarding").map(RepositoryData::sequenceNumber)).contains(65_535);
        assertThat(kept("sip:alice@open-ims.test", ShKept::services)).containsExactly("forwarding");
        assertThat(active("sip:alice@open-ims.test")).isFalse();
        assertThat(active("sip:office@open-ims.test")).isTrue();
        assertThat(provisioning.find(Kind.FILTER_CRITERIA, "presence").map(FilterCriteria::dsaiTags)).contains(List.of("music"));
        assertThat(report(job)).anyMatch(line -> line.contains("late,rejected,SequenceNumber is not 0 to 65535"))
                .anyMatch(line -> line.contains("broken,rejected,") && line.contains("cannot stand in ServiceData: The element"))
                .anyMatch(line -> line.contains("two,rejected,its content cannot stand in ServiceData"))
                .anyMatch(line -> line.contains("large,rejected,") && line.contains("70007 bytes, more than 65536"))
                .anyMatch(line -> line.contains("empty,rejected,it has no content"))
                .anyMatch(line -> line.contains("orphan,rejected,there is no public identity sip:orphan@open-ims.test"))
                .anyMatch(line -> line.contains("lost,rejected,") && line.contains("77, which is not in the dump"))
                .anyMatch(line -> line.contains("unbound,rejected,no filter criterion"));
    }

    private boolean active(String identity) {
        return kept(identity, (kept, of) -> kept.active(of, "sip:as.open-ims.test:5065", "music"));
    }

    @Test
    void aDryRunOfAnFhossSaysTheSameAndKeepsNothing() throws Exception {
        ImportJob dry = run(request(ImportFormat.FHOSS, Existing.REFUSE, true), FhossDump.text().getBytes(StandardCharsets.UTF_8));
        List<String> said = report(dry);

        ImportJob real = run(ImportFormat.FHOSS, FhossDump.text());

        assertThat(report(real)).isEqualTo(said);
        assertThat(real.progress().accepted()).isEqualTo(dry.progress().accepted());
    }

    private void assertServices(Subscription alice) {
        assertThat(provisioning.find(Kind.CAPABILITY_SET, alice.capabilitySet())).contains(new CapabilitySet("caps scscfs",
                List.of(7L), List.of(9L), List.of("sip:first.open-ims.test:6060", "sip:second.open-ims.test:6060")));
        assertThat(provisioning.find(Kind.CHARGING_SET, "charging").map(ChargingSet::primaryCollection))
                .contains("aaa://ccf.open-ims.test");
        assertThat(provisioning.find(Kind.APPLICATION_SERVER, "it_s an AS")).contains(new ApplicationServer("it_s an AS",
                "sip:as.open-ims.test:5065", ApplicationServer.DefaultHandling.SESSION_TERMINATED, "info", true, false,
                "as.open-ims.test", List.of(0, 10), List.of(0), List.of()));
        assertThat(provisioning.find(Kind.SERVICE_PROFILE, "gold").map(ServiceProfile::filterCriteria))
                .contains(List.of(new ServiceProfile.Use("presence", 0)));
        assertThat(provisioning.find(Kind.SERVICE_PROFILE, "gold").map(ServiceProfile::unregisteredServices)).contains(true);
        assertThat(provisioning.find(Kind.SHARED_FILTER_SET, "shared")).contains(new SharedFilterSet("shared", 5,
                List.of(new ServiceProfile.Use("presence 2", 0))));
        assertThat(provisioning.find(Kind.FILTER_CRITERIA, "presence").map(FilterCriteria::triggerPoint)).contains(
                "<TriggerPoint><ConditionTypeCNF>0</ConditionTypeCNF>"
                + "<SPT><ConditionNegated>0</ConditionNegated><Group>0</Group><Method>PUBLISH</Method></SPT>"
                + "<SPT><ConditionNegated>1</ConditionNegated><Group>0</Group><SIPHeader><Header>Event</Header>"
                + "<Content>.*presence.*</Content></SIPHeader></SPT>"
                + "<SPT><ConditionNegated>0</ConditionNegated><Group>1</Group><Method>REGISTER</Method>"
                + "<Extension><RegistrationType>0</RegistrationType></Extension></SPT>"
                + "<SPT><ConditionNegated>0</ConditionNegated><Group>1</Group><SessionCase>2</SessionCase></SPT>"
                + "<SPT><ConditionNegated>0</ConditionNegated><Group>2</Group><RequestURI>open-ims.test</RequestURI></SPT>"
                + "<SPT><ConditionNegated>0</ConditionNegated><Group>2</Group><SessionDescription><Line>m</Line>"
                + "<Content>video.*</Content></SessionDescription></SPT></TriggerPoint>");
    }

    @Test
    void theDumpOfTheOriginalNamesNoColumns() {
        ImportJob job = run(ImportFormat.FHOSS, """
                INSERT INTO `imsu` VALUES (1,'alice','','',0,0);
                INSERT INTO `impi` VALUES (4,1,'alice@ims.example','alice',255,128,'\\0\\0','\\0','000000000000','','',0,3600,1);
                INSERT INTO `impi_impu` VALUES (4,4,1,0);
                INSERT INTO `impu` VALUES (1,'sip:alice@ims.example',0,0,0,1,1,1,'','',0,1);
                """);

        assertThat(job.progress().accepted()).isEqualTo(1);
        assertThat(credentials("alice@ims.example").preferred()).isEqualTo(AuthScheme.SIP_DIGEST);
    }

    @Test
    void anFhossMayBeImportedAgainOverWhatCameBefore() throws Exception {
        run(ImportFormat.FHOSS, FhossDump.text());

        ImportJob again = run(ImportFormat.FHOSS, Existing.REPLACE, FhossDump.text());

        assertThat(subscribers.count()).isEqualTo(2);
        assertThat(again.progress().rejected()).isEqualTo(12);
        assertKept(again);
    }

    @Test
    void whatIsNoDumpSaysWhatItShouldBe() {
        assertThat(run(ImportFormat.FHOSS, "hello world").message()).contains("no subscription").contains("mysqldump");
        assertThat(run(ImportFormat.FHOSS, "INSERT INTO `imsu` VALUES (1,'alice").message()).contains("line 1").contains("string");
        assertThat(run(ImportFormat.FHOSS, "INSERT INTO `imsu` VALUES (1,SLEEP(10));").message()).contains("cannot be read");
        assertThat(run(ImportFormat.PYHSS, "COPY public.auc (auc_id) FROM stdin;").message()).contains("pg_dump --inserts");
        assertThat(run(ImportFormat.PYHSS, "{\"auc\":[").message()).contains("no JSON");
        assertThat(run(ImportFormat.PYHSS, "[]").message()).contains("no ims_subscriber");
    }

    @Test
    void aPyHssComesOverFromWhatItsRestInterfaceLists() throws Exception {
        List<String> exports = List.of("[" + AUC + "]\n[" + SUBSCRIBER + "]\n[" + IMS + "]",
                AUC + "\n" + SUBSCRIBER + "\n" + IMS,
                "{\"apn\":[{\"apn_id\":1}],\"auc\":[" + AUC + "],\"subscriber\":[" + SUBSCRIBER + "],\"ims_subscriber\":[" + IMS + "]}");
        for (String export : exports) {
            Provision.clear(database);
            assertPyHss(run(ImportFormat.PYHSS, export));
        }
    }

    void assertPyHss(ImportJob job) throws Exception {
        assertDone(job, 1, 0, 1);
        Subscription one = subscription("001010000000001@ims.example");
        assertThat(one.implicitSets().get(0).publicIdentities()).extracting(PublicUser::identity).containsExactly(
                "sip:49301234567@ims.example", "tel:+49301234567", "sip:777@ims.example",
                "tel:777;phone-context=ims.example", "sip:001010000000001@ims.example");
        assertThat(one.privateIdentities().get(0).sequenceNumber()).isEqualTo(4711);
        assertThat(credentials("001010000000001@ims.example"))
                .isEqualTo(Credentials.ofAka(FhossDump.K, FhossDump.OPC, false, "8000"));
        assertThat(report(job)).anyMatch(line -> line.contains("default_ifc.xml") && line.contains("1 subscribers"));
    }

    static List<String> pyHss() {
        return List.of("CREATE TABLE auc (auc_id INTEGER NOT NULL, ki VARCHAR(32) NOT NULL, opc VARCHAR(32), amf VARCHAR(4),"
                + " sqn BIGINT, imsi VARCHAR(18), PRIMARY KEY (auc_id), UNIQUE (imsi))",
                "CREATE TABLE subscriber (subscriber_id INTEGER NOT NULL, imsi VARCHAR(18), enabled BOOLEAN, auc_id INTEGER)",
                "CREATE TABLE ims_subscriber (ims_subscriber_id INTEGER NOT NULL, msisdn VARCHAR(18), msisdn_list VARCHAR(1200),"
                + " imsi VARCHAR(18), ifc_path VARCHAR(512), sh_profile TEXT)",
                "INSERT INTO auc VALUES(1,'" + FhossDump.K + "','" + FhossDump.OPC + "','8000',4711,NULL)",
                "INSERT INTO subscriber VALUES(1,'001010000000001',1,1)",
                "INSERT INTO ims_subscriber VALUES(1,'49301234567','777','001010000000001','default_ifc.xml',NULL)");
    }

    @Test
    void aPyHssComesOverFromADumpOfItsDatabase() throws Exception {
        assertPyHss(run(ImportFormat.PYHSS, "PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\n" + String.join(";\n", pyHss())
                + ";\nCOMMIT;\n"));
    }

    @Test
    void aSubscriberOfAPyHssWithoutItsSimIsRejectedAndADisabledOneBarred() throws Exception {
        ImportJob job = run(ImportFormat.PYHSS, AUC + SUBSCRIBER.replace("true", "false") + IMS
                + IMS.replace("0001\"", "0002\"") + IMS.replace("001010000000001", "drop table"));

        assertDone(job, 1, 0, 3);
        assertThat(report(job)).anyMatch(line -> line.contains("0002,rejected,there is no auc"))
                .anyMatch(line -> line.contains("001010000000001@ims.example,accepted,") && line.contains("not enabled"))
                .anyMatch(line -> line.contains("drop table,rejected,"));
        assertThat(subscription("001010000000001@ims.example").implicitSets().get(0).publicIdentities())
                .allMatch(PublicUser::barred);
    }

    @Test
    void anAddressOfAnotherDatabaseHasNoParameters() {
        for (String url : List.of("jdbc:h2:mem:x", "jdbc:mariadb://h/db?allowLocalInfile=true", "jdbc:mariadb://h/", "x")) {
            assertThatThrownBy(() -> new ForeignDatabase(url, "hss", "secret")).hasMessageContaining("without parameters");
        }
        assertThat(new ForeignDatabase("jdbc:mysql://db.example:3306/hss_db", "hss", "secret").toString()).doesNotContain("secret");
    }

    @Test
    void aDatabaseThatDoesNotAnswerIsSaidAtOnce() {
        assertThatThrownBy(() -> imports.submit(request(ImportFormat.FHOSS, Existing.REFUSE, false),
                new ForeignDatabase("jdbc:mariadb://127.0.0.1:1/hss_db", "hss", "hss")))
                .isInstanceOf(ImportRefused.class).hasMessageContaining("cannot be read");
    }
}

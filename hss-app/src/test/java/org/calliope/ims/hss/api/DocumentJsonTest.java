package org.calliope.ims.hss.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.time.Clock;
import java.util.List;
import java.util.Optional;

import org.calliope.ims.cx.AuthScheme;
import org.calliope.ims.digest.Digest;
import org.calliope.ims.hss.model.IdentityType;
import org.calliope.ims.hss.model.Named;
import org.calliope.ims.hss.model.PublicUser;
import org.calliope.ims.hss.model.ServiceProfile;
import org.calliope.ims.hss.model.Subscription;
import org.calliope.ims.hss.secret.Credentials;
import org.calliope.ims.hss.store.Actor;
import org.calliope.ims.hss.store.Database;
import org.calliope.ims.hss.store.DatabaseAddress;
import org.calliope.ims.hss.store.Kind;
import org.calliope.ims.hss.store.Provision;
import org.calliope.ims.hss.store.Provisioning;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.core.JsonProcessingException;

/** Documents as people write them, read and written. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DocumentJsonTest {

    private static final String K = "465b5ce8b199b49faa5f0a2ee238a6bc";
    private static final String OPC = "cd63cb71954a9f4e48a5994e37a02baf";
    private static final String SIM = "{'k':'" + K + "','opc':'" + OPC + "','amf':'b9b9'}";
    private static final Actor ACTOR = new Actor("test");

    private Database database;
    private Provisioning provisioning;
    private DocumentJson json;

    @BeforeAll
    void open() {
        database = Provision.open(new DatabaseAddress("jdbc:h2:mem:documents", "sa", "", 2));
        provisioning = new Provisioning(database, Clock.systemUTC());
        json = new DocumentJson(provisioning, "ims.example");
    }

    @AfterAll
    void close() {
        database.close();
    }

    @BeforeEach
    void empty() {
        Provision.clear(database);
    }

    private <T extends Named> T read(Kind<T> kind, String text) {
        return read(kind, text, Optional.empty());
    }

    private <T extends Named> T read(Kind<T> kind, String text, Optional<T> stored) {
        try {
            return json.read(kind, DocumentJson.MAPPER.readTree(text.replace('\'', '"')), stored);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static String dan(String authentication) {
        return "{'privateIdentities':[{'identity':'dan@ims.example'" + (authentication.isEmpty() ? ""
                : ",'authentication':" + authentication) + "}],'implicitSets':[{'privateIdentities':['dan@ims.example'],"
                + "'publicIdentities':['sip:dan@ims.example']}]}";
    }

    private Credentials credentials(Subscription of) {
        return provisioning.credentials(of.privateIdentities().get(0));
    }

    /** Stores it, and what is stored then. */
    private Subscription stored(Subscription document) {
        provisioning.create(Kind.SUBSCRIPTION, document, ACTOR);
        return provisioning.find(Kind.SUBSCRIPTION, document.name()).orElseThrow();
    }

    private Subscription replaced(Subscription before, String authentication) {
        provisioning.replace(Kind.SUBSCRIPTION, before.name(),
                read(Kind.SUBSCRIPTION, dan(authentication), Optional.of(before)), Optional.empty(), ACTOR);
        return provisioning.find(Kind.SUBSCRIPTION, before.name()).orElseThrow();
    }

    @Test
    void everyKindComesBackAsItWasWritten() throws Exception {
        for (String[] one : new String[][] {
            {"networks", "{'name':'visited.example','description':'next door'}"},
            {"charging-sets", "{'name':'c','primaryEvent':'aaa://ocs.ims.example','secondaryEvent':'',"
                    + "'primaryCollection':'','secondaryCollection':''}"},
            {"s-cscfs", "{'name':'sip:scscf.ims.example:5054','capabilities':[1,4294967295],'description':''}"},
            {"capability-sets", "{'name':'c','mandatory':[1],'optional':[2],'serverNames':['sip:s.ims.example']}"},
            {"application-servers", "{'name':'as','serverName':'sip:as.ims.example:5070','defaultHandling':"
                    + "'SESSION_TERMINATED','serviceInfo':'<x/>','registerRequest':true,'registerResponse':false,"
                    + "'diameterHost':'as.ims.example','shPull':[0,10],'shUpdate':[0],'shSubscribe':[]}"},
            {"filter-criteria", "{'name':'f','applicationServer':'as','profilePart':'REGISTERED','triggerPoint':'',"
                    + "'dsaiTags':[]}"},
            {"shared-filter-sets", "{'name':'s','number':7,'filterCriteria':[{'criteria':'f','priority':0}]}"},
            {"service-profiles", "{'name':'p','mediaProfile':3,'unregisteredServices':true,'filterCriteria':[],"
                    + "'sharedFilterSets':['s']}"}}) {
            Kind<? extends Named> kind = Kind.of(one[0]).orElseThrow();
            assertThat(rewritten(kind, one[1])).isEqualTo(DocumentJson.MAPPER.readTree(one[1].replace('\'', '"')));
        }
    }

    private <T extends Named> Object rewritten(Kind<T> kind, String text) throws Exception {
        // by way of text, for a number of a tree has the type it was made with
        return DocumentJson.MAPPER.readTree(json.write(kind, read(kind, text)).toString());
    }

    @Test
    void whatIsLeftOutIsAsTheRecordHasIt() {
        Subscription dan = read(Kind.SUBSCRIPTION, dan("{'password':'s3cret'}"));

        assertThat(dan.name()).isEqualTo("dan@ims.example");
        assertThat(dan.visitedNetworks()).containsExactly("*");
        assertThat(dan.implicitSets().get(0).publicIdentities()).containsExactly(PublicUser.of("sip:dan@ims.example"));
        assertThat(read(Kind.SERVICE_PROFILE, "{'name':'p','mediaProfile':null}"))
                .isEqualTo(new ServiceProfile("p", Optional.empty(), false, List.of(), List.of()));
    }

    @Test
    void theShortFormBecomesAWholeSubscription() {
        Subscription dan = read(Kind.SUBSCRIPTION, "{'user':'dan','password':'s3cret'}");
        assertThat(dan.implicitSets().get(0).publicIdentities()).containsExactly(PublicUser.of("sip:dan@ims.example"));
        assertThat(credentials(dan).digest().orElseThrow().ha1(Digest.MD5))
                .contains(Digest.ha1("dan@ims.example", "ims.example", "s3cret"));

        Subscription sim = read(Kind.SUBSCRIPTION, "{'privateIdentity':'eve@other.example','authentication':" + SIM
                + ",'publicIdentities':['tel:+15550104',{'identity':'sip:eve@ims.example','barred':true}],"
                + "'visitedNetworks':['ims.example']}");
        assertThat(sim.privateIdentities().get(0).scheme()).isEqualTo(AuthScheme.DIGEST_AKAV1_MD5);
        assertThat(sim.implicitSets().get(0).publicIdentities()).extracting(PublicUser::barred)
                .containsExactly(false, true);
        assertThat(sim.visitedNetworks()).containsExactly("ims.example");
    }

    @Test
    void aSecretGoesInAndOnlyWhichThereAreComesOut() {
        Subscription both = stored(read(Kind.SUBSCRIPTION, dan("{'password':'s3cret','k':'" + K + "','op':'" + OPC
                + "','amf':'b9b9','scheme':'SIP Digest','sqn':4711}")));

        String out = json.write(Kind.SUBSCRIPTION, both).toString();
        assertThat(out).contains("{\"scheme\":\"SIP Digest\",\"password\":true,\"sim\":true}");
        assertThat(out).doesNotContain("s3cret", K, OPC, "4711", Digest.ha1("dan@ims.example", "ims.example", "s3cret"));
        assertThat(both.privateIdentities().get(0).sequenceNumber()).isEqualTo(4711);
    }

    @Test
    void whatIsNotSaidOfASecretStays() {
        Subscription before = stored(read(Kind.SUBSCRIPTION, dan("{'password':'s3cret'}")));
        String tag = Provisioning.tag(before);

        assertThat(Provisioning.tag(replaced(before, ""))).isEqualTo(tag);
        assertThat(Provisioning.tag(replaced(before, "{'scheme':'SIP Digest','password':true,'sim':false}")))
                .isEqualTo(tag);
        assertThat(Provisioning.tag(replaced(before, "{'password':'s3cret'}"))).as("the same again").isEqualTo(tag);

        Subscription withSim = replaced(before, SIM);
        assertThat(credentials(withSim).digest()).isEqualTo(credentials(before).digest());
        assertThat(credentials(withSim).aka()).isPresent();
        assertThat(withSim.privateIdentities().get(0).scheme()).isEqualTo(AuthScheme.SIP_DIGEST);

        Subscription preferring = replaced(withSim, "{'scheme':'Digest-AKAv1-MD5'}");
        assertThat(credentials(preferring).preferred()).isEqualTo(AuthScheme.DIGEST_AKAV1_MD5);

        Subscription simOnly = replaced(preferring, "{'password':false}");
        assertThat(credentials(simOnly).digest()).isEmpty();
        assertThat(credentials(simOnly).aka()).isPresent();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{'password':false}                        | /privateIdentities/0/authentication        | needs something",
        "{'password':''}                           | /privateIdentities/0/authentication/password | character",
        "{'password':7}                            | /privateIdentities/0/authentication/password | true or false",
        "{'password':'a','ha1':'b'}                | /privateIdentities/0/authentication/ha1    | one of both",
        "{'ha1':'b'}                               | /privateIdentities/0/authentication/ha1    | 32 hex digits",
        "{'ha1':'0123456789abcdef0123456789abcdef','realm':'a\\\\b'} | /privateIdentities/0/authentication/realm | realm",
        "{'k':'00','opc':'00','amf':'0000'}        | /privateIdentities/0/authentication/k      | 32 hex digits",
        "{'k':'00','amf':'0000'}                   | /privateIdentities/0/authentication/opc    | one of opc and op",
        "{'password':'a','scheme':'Digest-AKAv1-MD5'} | /privateIdentities/0/authentication/scheme | no secret",
        "{'password':'a','scheme':'None'}          | /privateIdentities/0/authentication/scheme | SIP Digest",
        "{'password':'a','sqn':281474976710656}    | /privateIdentities/0/authentication/sqn    | 281474976710655",
        "{'password':'a','secret':'b'}             | /privateIdentities/0/authentication/secret | known are scheme",
        "7                                         | /privateIdentities/0/authentication        | object"})
    void aSecretThatIsNoneIsRefusedAtItsPlaceWithoutShowingIt(String authentication, String pointer, String why) {
        assertThatThrownBy(() -> read(Kind.SUBSCRIPTION, dan(authentication)))
                .hasMessageContaining(why).hasMessageNotContaining("'b'")
                .asInstanceOf(type(BadDocument.class)).returns(pointer, BadDocument::pointer);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "subscriptions     | {}                                               | /implicitSets     | is missing",
        "subscriptions     | {'implicitSets':[]}                              | ''                | implicit registration",
        "subscriptions     | {'implicitSets':[{'publicIdentities':[{'identity':'sip:a@b','type':'DISTINCT_PSI'},"
                + "{'identity':'nonsense','type':'DISTINCT_PSI'}]}],'name':'s'} "
                + "| /implicitSets/0/publicIdentities/1/identity | no public identity",
        "subscriptions     | {'implicitSets':[{'publicIdentities':['nonsense']}]} | /implicitSets/0/publicIdentities/0 "
                + "| no public identity",
        "subscriptions     | {'implicitSets':[{'publicIdentities':['sip:a@b']}]}  | /implicitSets/0 | nobody may register",
        "subscriptions     | {'implicitSets':[],'a/b~':1}                     | /a~1b~0           | known are name",
        "subscriptions     | {'user':'dan'}                                   | /password         | must be a text",
        "subscriptions     | {'user':'da:n','password':'x'}                   | /user             | user@realm",
        "subscriptions     | {'user':'dan','password':'x','visitedNetworks':['?']} | /visitedNetworks | domain name",
        "subscriptions     | {'user':'dan','privateIdentity':'x@y','password':'x'} | ''             | one of user",
        "service-profiles  | {'name':'/'}                                     | /name             | letter or digit",
        "service-profiles  | {'name':'p','mediaProfile':-1}                   | /mediaProfile     | 0 to 2147483647",
        "service-profiles  | {'name':'p','filterCriteria':[{'criteria':'f'}]} | /filterCriteria/0/priority | missing",
        "service-profiles  | {'name':'p','unregisteredServices':'yes'}        | /unregisteredServices | true or false",
        "capability-sets   | {'name':'p','mandatory':[1,4294967296]}          | /mandatory/1      | 4294967295",
        "capability-sets   | {'name':'p','mandatory':[1.5]}                   | /mandatory/0      | number",
        "capability-sets   | {'name':'p','serverNames':'sip:a'}               | /serverNames      | array",
        "application-servers | {'name':'p','serverName':'http://x'}           | /serverName       | SIP URI",
        "application-servers | {'name':'p','serverName':'sip:x','defaultHandling':'NONE'} | /defaultHandling "
                + "| SESSION_CONTINUED, SESSION_TERMINATED",
        "networks          | []                                               | ''                | object"})
    void whatIsNoDocumentIsRefusedAtItsPlace(String path, String text, String pointer, String why) {
        assertThatThrownBy(() -> read(Kind.of(path).orElseThrow(), text)).hasMessageContaining(why)
                .asInstanceOf(type(BadDocument.class)).returns(pointer, BadDocument::pointer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'name':'a','name':'b'}", "{'name':'a'} {}", "{'name':"})
    void aFieldTwiceOrSomethingBehindTheEndIsNoJson(String text) {
        assertThatThrownBy(() -> DocumentJson.MAPPER.readTree(text.replace('\'', '"')))
                .isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void everyFieldIsDescribed() {
        assertThat(json.definitions()).containsKeys("Subscription", "PublicUser", "PrivateIdentity", "Authentication")
                .allSatisfy((name, definition) -> definition.path("properties").forEach(field ->
                        assertThat(field.has("$ref") || !field.path("description").asText().isBlank()).isTrue()));
        assertThat(json.shape(Kind.SUBSCRIPTION).definition().path("properties").size()).isEqualTo(6);
        assertThat(IdentityType.values()).allSatisfy(type ->
                assertThat(Shapes.PUBLIC_IDENTITY.definition().toString()).contains(type.name()));
    }
}

package org.calliope.ims.cx;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.calliope.ims.xml.MalformedXml;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TS 29.228 Annex E. */
class UserDataSchemaTest {

    private static final String CRITERIA = "<InitialFilterCriteria><Priority>0</Priority><TriggerPoint>"
            + "<ConditionTypeCNF>1</ConditionTypeCNF><SPT><Group>0</Group><Method>REGISTER</Method><Extension>"
            + "<RegistrationType>0</RegistrationType></Extension></SPT></TriggerPoint><ApplicationServer>"
            + "<ServerName>sip:as</ServerName><DefaultHandling>0</DefaultHandling><Extension><IncludeRegisterRequest/>"
            + "</Extension></ApplicationServer><ProfilePartIndicator>0</ProfilePartIndicator></InitialFilterCriteria>";
    private static final String VALID = "<IMSSubscription><PrivateID>a@b</PrivateID><ServiceProfile><PublicIdentity>"
            + "<Identity>sip:a@b</Identity><Extension><IdentityType>0</IdentityType></Extension></PublicIdentity>"
            + CRITERIA + "</ServiceProfile></IMSSubscription>";

    @Test
    void validUserDataPasses() {
        assertThatCode(() -> UserDataSchema.validate(VALID)).doesNotThrowAnyException();
    }

    @Test
    void extensionsOfLaterReleasesPass() {
        assertThatCode(() -> UserDataSchema.validate(VALID.replace("</IMSSubscription>",
                "<Extension><Unheard of='x'><Thing/></Unheard></Extension></IMSSubscription>"))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "<Priority>0</Priority> | <Priority>-1</Priority> | Priority",
        "<Priority>0</Priority> | '' | Priority",
        "<SPT><Group>0</Group> | <SPT> | Group",
        "<Method>REGISTER</Method> | '' | RequestURI",
        "<Method>REGISTER</Method> | <Method>A</Method><SessionCase>0</SessionCase> | SessionCase",
        "<RegistrationType>0 | <RegistrationType>3 | RegistrationType",
        "<DefaultHandling>0 | <DefaultHandling>2 | DefaultHandling",
        "<ServerName>sip:as</ServerName> | '' | ServerName",
        "<IdentityType>0 | <IdentityType>4 | IdentityType",
        "<PrivateID>a@b</PrivateID> | '' | PrivateID",
        "<ProfilePartIndicator>0</ProfilePartIndicator> | <Unheard/> | Unheard"})
    void whatTheSchemaForbidsIsNamed(String part, String instead, String named) {
        assertThatExceptionOfType(MalformedXml.class)
                .isThrownBy(() -> UserDataSchema.validate(VALID.replace(part, instead))).withMessageStartingWith("line 1, column ")
                .withMessageContaining(named);
    }

    @Test
    void whatReadingRefusesIsRefusedHereToo() {
        assertThatExceptionOfType(MalformedXml.class)
                .isThrownBy(() -> UserDataSchema.validate("<!DOCTYPE x [<!ENTITY e \"a\">]>" + VALID));
        assertThatExceptionOfType(MalformedXml.class)
                .isThrownBy(() -> UserDataSchema.validate("<IMSSubscription>" + "<Extension>".repeat(20_000)));
        assertThatExceptionOfType(MalformedXml.class)
                .isThrownBy(() -> UserDataSchema.validate(VALID + " ".repeat(10_000_000)));
    }
}

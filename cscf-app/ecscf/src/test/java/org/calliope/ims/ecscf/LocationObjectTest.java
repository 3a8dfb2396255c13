package org.calliope.ims.ecscf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.calliope.ims.xml.MalformedXml;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocationObjectTest {

    private static final String DEVICE = """
            <presence xmlns="urn:ietf:params:xml:ns:pidf" xmlns:dm="urn:ietf:params:xml:ns:pidf:data-model"
                xmlns:gp="urn:ietf:params:xml:ns:pidf:geopriv10" xmlns:gml="http://www.opengis.net/gml"
                xmlns:gs="http://www.opengis.net/pidflo/1.0" xmlns:ca="urn:ietf:params:xml:ns:pidf:geopriv10:civicAddr"
                entity="pres:alice@ims.example">
              <dm:device id="d1"><gp:geopriv><gp:location-info>%s</gp:location-info>
                <gp:usage-rules><gp:retransmission-allowed>true</gp:retransmission-allowed></gp:usage-rules>
                <gp:method>GPS</gp:method></gp:geopriv></dm:device></presence>
            """;
    private static final String CIRCLE = "<gs:Circle srsName=\"urn:ogc:def:crs:EPSG::4326\"><gml:pos>52.5 13.4</gml:pos>"
            + "<gs:radius uom=\"urn:ogc:def:uom:EPSG::9001\">30</gs:radius></gs:Circle>";

    private static Location of(String locations) {
        return LocationObject.read(DEVICE.formatted(locations));
    }

    @Test
    @DisplayName("RFC 5491 5.2: point, circle, polygon with and without height")
    void shapes() {
        assertThat(of(CIRCLE).position()).contains(new Position(52.5, 13.4));
        assertThat(of("<gml:Point srsName=\"urn:ogc:def:crs:EPSG::4979\"><gml:pos>52.5 13.4 30</gml:pos></gml:Point>").position())
                .contains(new Position(52.5, 13.4));
        assertThat(of("<gml:Polygon srsName=\"urn:ogc:def:crs:EPSG::4979\"><gml:exterior><gml:LinearRing><gml:posList>"
                + "10 20 1 12 20 1 12 24 1 10 24 1</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon>").position())
                .contains(new Position(11, 22));
    }

    @Test
    @DisplayName("RFC 5139, RFC 5491 3.4: a civic address beside a position; as a tuple (RFC 4119) too")
    void civic() {
        String address = "<ca:civicAddress><ca:country>DE</ca:country><ca:A3>München</ca:A3></ca:civicAddress>";
        Location both = of(address + CIRCLE);

        assertThat(both.civic()).containsEntry("country", "DE").containsEntry("A3", "München");
        assertThat(both.position()).isPresent();
        assertThat(LocationObject.read(DEVICE.formatted(address).replace("dm:device", "tuple").replace("<gp:geopriv>", "<status><gp:geopriv>")
                .replace("</gp:geopriv>", "</gp:geopriv></status>")).civic()).hasSize(2);
    }

    @Test
    void nothingIsKnownFromNothing() {
        assertThat(LocationObject.read("<presence xmlns=\"urn:ietf:params:xml:ns:pidf\" entity=\"pres:a@b\"/>")).isEqualTo(Location.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<gml:Point><gml:pos>52.5</gml:pos></gml:Point>", "<gml:Point><gml:pos>north east</gml:pos></gml:Point>",
        "<gml:Point><gml:pos>152.5 13</gml:pos></gml:Point>", "<gml:Point srsName=\"urn:ogc:def:crs:EPSG::31467\"><gml:pos>1 2</gml:pos></gml:Point>",
        "<gml:Polygon><gml:posList>1 2 3</gml:posList></gml:Polygon>", "<gml:Point><gml:pos>1 2</gml:Point>"})
    void whatIsNoLocationIsSaidToBeNone(String location) {
        assertThatThrownBy(() -> of(location)).isInstanceOf(MalformedXml.class);
    }

    @Test
    @DisplayName("RFC 5621, RFC 6442 4.1: the location object is one part of the body, however it is transferred")
    void parts() throws IOException {
        String body = """
                --x\r
                Content-Type: application/sdp\r
                \r
                v=0\r
                --x\r
                Content-Type: application/pidf+xml; charset=utf-8\r
                Content-ID: <alice@ims.example>\r
                Content-Transfer-Encoding: base64\r
                \r
                PHByZXNlbmNlLz4=\r
                --x--\r
                """;
        assertThat(found("multipart/mixed;boundary=x", body)).containsExactly("<presence/>");
        assertThat(found("application/pidf+xml", "<presence/>")).containsExactly("<presence/>");
        assertThat(found("application/sdp", "v=0")).isEmpty();
        assertThat(found("multipart/mixed;boundary=y", body)).isEmpty();
    }

    @Test
    void aBodyThatDoesNotEndIsReadAsFarAsItGoes() throws IOException {
        assertThat(found("multipart/mixed;boundary=x", "--x\r\nContent-Type: application/pidf+xml\r\n\r\n<presence/>")).hasSize(1);
    }

    private static List<String> found(String type, String body) throws IOException {
        return Parts.locationObjects(type, body.getBytes(StandardCharsets.UTF_8));
    }
}

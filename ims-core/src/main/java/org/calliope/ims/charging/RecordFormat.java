package org.calliope.ims.charging;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;

/** How a charging record is written: a line of text. The fields have the names of TS 32.298 5.1.3. */
enum RecordFormat {
    JSON("json") {
        @Override
        String header() {
            return "";
        }

        @Override
        String line(ChargingRecord record) {
            StringWriter text = new StringWriter(512);
            try (JsonGenerator json = JSON_LINES.createGenerator(text)) {
                json.writeStartObject();
                for (Field field : Field.values()) {
                    write(json, field, field.of(record));
                }
                json.writeEndObject();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return text.append('\n').toString();
        }
    },
    CSV("csv") {
        @Override
        String header() {
            return CSVFormat.DEFAULT.format((Object[]) Stream.of(Field.values()).map(Field::label).toArray()) + "\r\n";
        }

        // a list's values are URIs and media lines without a comma of their own; RFC 4180 quotes what needs it
        @Override
        String line(ChargingRecord record) {
            return CSVFormat.DEFAULT.format(Stream.of(Field.values()).map(field -> field.of(record))
                    .map(value -> value instanceof List<?> list ? String.join(", ", list.stream().map(String::valueOf).toList())
                            : value).toArray()) + "\r\n";
        }
    };

    private static final JsonFactory JSON_LINES = new JsonFactory();

    private final String extension;

    RecordFormat(String extension) {
        this.extension = extension;
    }

    /** The fields of a record, in the order of the columns. */
    private enum Field {
        NODE("nodeFunctionality"), ROLE("roleOfNode"), METHOD("sipMethod"), ICID("imsChargingIdentifier"), SESSION("sessionId"),
        SERVED("servedUser"), CALLING("listOfCallingPartyAddress"), REQUESTED("requestedPartyAddress"),
        SERVERS("applicationServersInformation"), MEDIA("sdpMediaComponents"), ORIG_IOI("originatingIoi"), TERM_IOI("terminatingIoi"),
        REQUEST("serviceRequestTimeStamp"), START("serviceDeliveryStartTimeStamp"), END("serviceDeliveryEndTimeStamp"),
        STATUS("serviceReasonReturnCode"), CLOSING("causeForRecordClosing");

        private final String label;

        Field(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }

        /** @return a text, a number, or a list of texts */
        Object of(ChargingRecord record) {
            return switch (this) {
                case NODE -> record.node();
                case ROLE -> record.role().name().toLowerCase(Locale.ROOT);
                case METHOD -> record.method();
                case ICID -> record.icid();
                case SESSION -> record.callId();
                case SERVED -> record.served();
                case CALLING -> record.calling();
                case REQUESTED -> record.requested();
                case SERVERS -> record.servers();
                case MEDIA -> record.media();
                case ORIG_IOI -> record.origIoi();
                case TERM_IOI -> record.termIoi();
                case REQUEST -> record.request().toString();
                case START -> time(record.start());
                case END -> time(record.end());
                case STATUS -> record.status();
                case CLOSING -> record.closing().name().toLowerCase(Locale.ROOT);
            };
        }

        private static String time(Optional<Instant> time) {
            return time.map(Instant::toString).orElse("");
        }
    }

    /** @return of all files, without a line when there is none */
    abstract String header();

    abstract String line(ChargingRecord record);

    String extension() {
        return extension;
    }

    /** @throws IllegalArgumentException when there is no such format */
    static RecordFormat of(String name) {
        return Stream.of(values()).filter(format -> format.extension.equals(name)).findFirst().orElseThrow(() ->
                new IllegalArgumentException("formats knows json and csv, not '" + name + "'"));
    }

    private static void write(JsonGenerator json, Field field, Object value) throws IOException {
        if (value instanceof List<?> list) {
            json.writeArrayFieldStart(field.label());
            for (Object one : list) {
                json.writeString(String.valueOf(one));
            }
            json.writeEndArray();
        } else if (value instanceof Integer number) {
            json.writeNumberField(field.label(), number);
        } else {
            json.writeStringField(field.label(), String.valueOf(value));
        }
    }
}

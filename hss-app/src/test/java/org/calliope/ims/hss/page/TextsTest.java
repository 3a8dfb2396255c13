package org.calliope.ims.hss.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.calliope.ims.cx.DeregistrationReason;
import org.calliope.ims.hss.access.Role;
import org.calliope.ims.hss.form.Field;
import org.calliope.ims.hss.form.Forms;
import org.calliope.ims.hss.model.IdentityType;
import org.calliope.ims.hss.store.AuditEntry;
import org.calliope.ims.hss.store.Kind;
import org.junit.jupiter.api.Test;

/** The words of the pages: complete in every language, and none that nobody says. */
class TextsTest {

    private static final Pattern USED = Pattern.compile("\"([a-z]+(?:\\.[a-z-]+)+)\"");
    private static final Pattern ASKED = Pattern.compile("texts?(?:\\(\\)|\\([a-z]+\\))?\\.of\\(\"([a-z.-]+)\"");

    private static Properties words(String file) throws IOException {
        Properties words = new Properties();
        try (Reader in = new InputStreamReader(Texts.class.getResourceAsStream("/org/calliope/ims/hss/" + file),
                StandardCharsets.UTF_8)) {
            words.load(in);
        }
        return words;
    }

    private static String sources() throws IOException {
        List<Path> all = new ArrayList<>();
        for (String root : List.of("src/main/jte", "src/main/java")) {
            try (Stream<Path> files = Files.walk(Path.of(root))) {
                files.filter(Files::isRegularFile).forEach(all::add);
            }
        }
        StringBuilder text = new StringBuilder();
        for (Path file : all) {
            text.append(Files.readString(file)).append('\n');
        }
        return text.toString();
    }

    @Test
    void everyLanguageHasTheSameKeysAndTheSameValuesInThem() throws IOException {
        Properties english = words("texts.properties");
        Properties german = words("texts_de.properties");
        assertThat(new TreeSet<>(german.stringPropertyNames())).isEqualTo(new TreeSet<>(english.stringPropertyNames()));
        for (String key : english.stringPropertyNames()) {
            assertThat(values(german.getProperty(key))).as(key).isEqualTo(values(english.getProperty(key)));
            assertThat(german.getProperty(key)).as(key).isNotBlank();
        }
    }

    private static TreeSet<String> values(String text) {
        TreeSet<String> found = new TreeSet<>();
        Matcher value = Pattern.compile("\\{\\d}").matcher(text);
        while (value.find()) {
            found.add(value.group());
        }
        return found;
    }

    @Test
    void everyKeyThatIsAskedForExists() throws IOException {
        Properties english = words("texts.properties");
        Matcher asked = ASKED.matcher(sources());
        int seen = 0;
        while (asked.find()) {
            String key = asked.group(1);
            assertThat(key.endsWith(".") || english.containsKey(key)).as(key).isTrue();
            seen++;
        }
        assertThat(seen).isGreaterThan(80);
        for (Role role : Role.values()) {
            assertThat(english).containsKeys("role." + role.word(), "role." + role.word() + ".may");
        }
        for (String word : List.of("element.up", "element.down", "element.starting", "element.absent",
                "registration.good", "registration.open", "registration.none")) {
            assertThat(english).containsKey(word);
        }
        Navigation.ENTRIES.forEach(entry -> assertThat(english).containsKey(entry.key()));
        Navigation.KINDS.forEach(entry -> assertThat(english).containsKey(entry.key()));
        Kind.ALL.forEach(kind -> assertThat(english).containsKeys("kind." + kind.path(), "kind.one." + kind.path()));
        Forms.ALL.forEach(form -> form.fields().forEach(field -> {
            assertThat(english).containsKeys(field.label(), field.help(), "kind.what." + form.kind().path());
            if (field.type() == Field.Type.CHOICE) {
                field.choices().forEach(choice -> assertThat(english).containsKey(Field.choice(choice)));
            }
        }));
        for (IdentityType type : IdentityType.values()) {
            assertThat(english).containsKey(Field.choice(type.name()));
        }
        for (DeregistrationReason.Code code : DeregistrationReason.Code.values()) {
            assertThat(english).containsKey("reason." + code.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }
        for (AuditEntry.Action action : AuditEntry.Action.values()) {
            assertThat(english).containsKey("audit." + action.name().toLowerCase(Locale.ROOT));
        }
    }

    @Test
    void everyKeyIsAskedFor() throws IOException {
        TreeSet<String> unused = new TreeSet<>(words("texts.properties").stringPropertyNames());
        Matcher used = USED.matcher(sources());
        while (used.find()) {
            unused.remove(used.group(1));
        }
        unused.removeIf(key -> key.matches("(role|element|registration|kind|choice|field|help|sort|audit|reason)\\..*"));
        assertThat(unused).isEmpty();
    }

    @Test
    void theChosenLanguageGoesBeforeTheBrowsers() {
        assertThat(Texts.choose(Optional.of("de"), "en").language()).isEqualTo("de");
        assertThat(Texts.choose(Optional.of("xx"), "de").language()).isEqualTo("de");
        assertThat(Texts.choose(Optional.empty(), null).language()).isEqualTo("en");
        assertThat(Texts.choose(Optional.empty(), "de,".repeat(500)).language()).isEqualTo("en");
        assertThat(Texts.english().others()).extracting(Texts::name).containsExactly("Deutsch");
    }
}

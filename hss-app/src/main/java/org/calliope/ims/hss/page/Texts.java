package org.calliope.ims.hss.page;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;

/** The words of the pages in one language, from {@code texts.properties} and its translations. Immutable. */
public final class Texts {

    /** The languages there are, the default first. */
    public static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.GERMAN);

    static final String BUNDLE = "org.calliope.ims.hss.texts";

    private static final int LONGEST_HEADER = 500;
    private static final List<Texts> ALL = LANGUAGES.stream().map(Texts::new).toList();

    private final Locale locale;
    private final ResourceBundle words;

    private Texts(Locale locale) {
        this.locale = locale;
        // without the fallback to the language the server's machine happens to have
        this.words = ResourceBundle.getBundle(BUNDLE, locale, Texts.class.getClassLoader(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    /** The default language. */
    public static Texts english() {
        return ALL.get(0);
    }

    /**
     * The language somebody reads.
     *
     * @param chosen          the tag they chose, {@code de}; empty when they chose none
     * @param acceptLanguage  what their browser says (RFC 9110 12.5.4), null when it says nothing
     */
    public static Texts choose(Optional<String> chosen, String acceptLanguage) {
        Optional<Texts> wanted = chosen.flatMap(Texts::in);
        if (wanted.isPresent() || acceptLanguage == null || acceptLanguage.length() > LONGEST_HEADER) {
            return wanted.orElse(english());
        }
        try {
            Locale found = Locale.lookup(Locale.LanguageRange.parse(acceptLanguage), LANGUAGES);
            return found == null ? english() : ALL.get(LANGUAGES.indexOf(found));
        } catch (IllegalArgumentException e) {
            return english(); // a header that is none
        }
    }

    /** The language of that tag, if there is one. */
    public static Optional<Texts> in(String tag) {
        return ALL.stream().filter(texts -> texts.language().equals(tag)).findFirst();
    }

    /** The tag of the language: {@code en}. */
    public String language() {
        return locale.toLanguageTag();
    }

    /** The other languages, each as its own speakers call it. */
    public List<Texts> others() {
        return ALL.stream().filter(texts -> texts != this).toList();
    }

    /** The language's own name. */
    public String name() {
        return locale.getDisplayLanguage(locale);
    }

    /** The text of a key, values put in at {@code {0}} and so on. */
    public String of(String key, Object... values) {
        String text = words.getString(key);
        return values.length == 0 ? text : new MessageFormat(text, locale).format(values);
    }
}

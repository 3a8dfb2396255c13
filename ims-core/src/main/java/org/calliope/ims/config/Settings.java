package org.calliope.ims.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * Binds a properties file to a record: component {@code minExpires} is the key {@code min-expires}, {@link Default}
 * its default. Nothing is taken over silently: an unknown key or a bad value is a {@link ConfigException}.
 * Types: String, int, long, double, boolean, Duration (500ms, 30s, 5m, 1h, 2d), Path, enums (kebab-case),
 * List of String (comma-separated). The record's own constructor may refuse values by IllegalArgumentException.
 */
public final class Settings {

    private Settings() {
    }

    /**
     * @param file name of the file, for messages
     * @throws ConfigException on an unknown or missing key and on a bad value
     */
    public static <R extends Record> R read(String file, Properties properties, Class<R> type) {
        RecordComponent[] components = type.getRecordComponents();
        List<String> keys = Stream.of(components).map(component -> kebab(component.getName())).toList();
        for (String key : new TreeSet<>(properties.stringPropertyNames())) {
            if (!keys.contains(key)) {
                throw new ConfigException(file, key, "unknown key", nearest(key, keys));
            }
        }
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            values[i] = value(file, properties, components[i], keys.get(i));
        }
        return create(file, type, components, values);
    }

    /** @return the key of a camelCase name: {@code minExpires} to {@code min-expires} */
    static String kebab(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    private static Object value(String file, Properties properties, RecordComponent component, String key) {
        Default byDefault = component.getAnnotation(Default.class);
        String text = properties.getProperty(key, byDefault == null ? null : byDefault.value());
        if (text == null) {
            throw new ConfigException(file, key, "missing, and there is no default");
        }
        try {
            return SettingValue.parse(text.strip(), component.getType(), component.getGenericType());
        } catch (IllegalArgumentException bad) {
            throw new ConfigException(file, key, bad.getMessage());
        }
    }

    private static <R extends Record> R create(String file, Class<R> type, RecordComponent[] components,
                                               Object[] values) {
        Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            var constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true); // a record private to its element
            return constructor.newInstance(values);
        } catch (InvocationTargetException refused) {
            if (refused.getCause() instanceof ConfigException already) {
                throw already;
            }
            throw new ConfigException(file, "(values together)", String.valueOf(refused.getCause().getMessage()));
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(type + " cannot be created", impossible);
        }
    }

    private static String nearest(String key, List<String> keys) {
        LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
        String plain = kebab(key.replace('_', '-'));
        return keys.stream().min(Comparator.comparing(known -> distance.apply(plain, known))).orElse("");
    }
}

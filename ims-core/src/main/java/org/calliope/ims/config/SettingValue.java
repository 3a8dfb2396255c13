package org.calliope.ims.config;

import java.lang.reflect.Type;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Turns the text of one setting into its type; the message of a failure says what would have been right. */
final class SettingValue {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h|d)");

    private SettingValue() {
    }

    static Object parse(String text, Class<?> type, Type generic) {
        if (type == String.class) {
            return text;
        } else if (type == int.class || type == long.class || type == double.class) {
            return number(text, type);
        } else if (type == boolean.class) {
            return bool(text);
        } else if (type == Duration.class) {
            return duration(text);
        } else if (type == Path.class) {
            return path(text);
        } else if (type.isEnum()) {
            return constant(text, type);
        } else if (generic.getTypeName().equals("java.util.List<java.lang.String>")) {
            return Stream.of(text.split(",")).map(String::strip).filter(item -> !item.isEmpty()).toList();
        }
        throw new IllegalStateException("no setting can be of " + generic);
    }

    private static Object number(String text, Class<?> type) {
        try {
            if (type == double.class) {
                return Double.parseDouble(text);
            }
            long number = Long.parseLong(text);
            return type == int.class ? (Object) Math.toIntExact(number) : (Object) number;
        } catch (NumberFormatException | ArithmeticException bad) {
            throw new IllegalArgumentException("'" + text + "' is no " + (type == double.class ? "" : "whole ")
                    + "number in range");
        }
    }

    private static boolean bool(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("'" + text + "' is neither true nor false");
        };
    }

    private static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no duration such as 500ms, 30s, 5m, 1h or 2d");
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException bad) {
            throw new IllegalArgumentException("'" + text + "' is no path");
        }
    }

    private static Object constant(String text, Class<?> type) {
        for (Object constant : type.getEnumConstants()) {
            if (word((Enum<?>) constant).equals(text)) {
                return constant;
            }
        }
        List<String> words = Stream.of(type.getEnumConstants()).map(c -> word((Enum<?>) c)).toList();
        throw new IllegalArgumentException("'" + text + "' is none of " + String.join(", ", words));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

package org.calliope.ims.testkit.ladder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How a ladder is drawn.
 *
 * @param columns width in characters, 60 to 160
 * @param colour  whether ANSI colours may be used
 * @param unicode whether box drawing characters may be used
 */
public record Style(int columns, boolean colour, boolean unicode) {
    private static final int NARROWEST = 60;
    private static final int WIDEST = 160;
    private static final int USUAL = 100;

    public Style {
        columns = Math.max(NARROWEST, Math.min(WIDEST, columns));
    }

    /** ASCII without colour, 100 columns: for files and tests. */
    public static Style plain() {
        return new Style(USUAL, false, false);
    }

    /** What standard output can show: its width, colour only on a terminal, box drawing only in a UTF-8 locale. */
    public static Style ofTerminal() {
        Map<String, String> environment = System.getenv();
        boolean terminal = isTerminal();
        boolean colour = terminal && !environment.containsKey("NO_COLOR")
                && !"dumb".equals(environment.getOrDefault("TERM", "dumb"));
        return new Style(columns(environment, terminal), colour, utf8(environment));
    }

    /** POSIX: LC_ALL overrules LC_CTYPE, which overrules LANG. */
    static boolean utf8(Map<String, String> environment) {
        return Stream.of("LC_ALL", "LC_CTYPE", "LANG").map(name -> environment.getOrDefault(name, ""))
                .filter(value -> !value.isEmpty()).findFirst()
                .map(value -> value.toLowerCase(Locale.ROOT).replace("-", "").contains("utf8")).orElse(false);
    }

    private static int columns(Map<String, String> environment, boolean terminal) {
        String asked = environment.getOrDefault("COLUMNS", "");
        if (asked.matches("\\d{2,4}")) {
            return Integer.parseInt(asked);
        }
        return terminal ? terminalColumns().orElse(USUAL) : USUAL;
    }

    private static boolean isTerminal() {
        Path standardOutput = Path.of("/proc/self/fd/1");
        try {
            return Files.readSymbolicLink(standardOutput).toString().startsWith("/dev/pts/")
                    || Files.readSymbolicLink(standardOutput).toString().startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException e) {
            // No /proc: up to JDK 21 a console means that both standard streams are a terminal.
            return System.console() != null;
        }
    }

    private static Optional<Integer> terminalColumns() {
        try {
            Process stty = new ProcessBuilder("stty", "size").redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            String answer = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).trim();
            Matcher size = Pattern.compile("\\d+ (\\d{2,4})").matcher(answer);
            return stty.waitFor(1, TimeUnit.SECONDS) && size.matches()
                    ? Optional.of(Integer.parseInt(size.group(1))) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}

package org.calliope.ims.container.security;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.calliope.ims.digest.Digest;

/** {@code bin/users}: keeps {@code conf/users}. Works beside a running server, which sees the change at once. */
public final class UserCommand {

    private static final String USAGE = """
        usage: users add NAME REALM [ROLE...]        asks for the password, or reads it from a pipe
               users assert NAME REALM [ROLE...]     who comes without a password: URI of an asserted identity,
                                                     or subject of a certificate
               users remove NAME REALM
               users list

        REALM is the realm-name of an application's login-config. The file is conf/users.
        """;
    private static final int OK = 0;
    private static final int REFUSED = 1;
    private static final int USAGE_ERROR = 2;
    private static final int NAMED = 3;

    private final UserFile file;
    private final Supplier<String> password;
    private final PrintStream out;

    UserCommand(Path home, Supplier<String> password, PrintStream out) {
        this.file = new UserFile(home.resolve("conf").resolve("users"));
        this.password = password;
        this.out = out;
    }

    /** {@code args}: the server's home, then the words of the command. */
    public static void main(String[] args) throws IOException {
        System.exit(new UserCommand(Path.of(args[0]), UserCommand::ask, System.out)
            .run(List.of(args).subList(1, args.length)));
    }

    private static String ask() {
        Console console = System.console();
        if (console != null) {
            return new String(console.readPassword("password: "));
        }
        try {
            String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            throw new IllegalStateException("no password: " + e.getMessage(), e);
        }
    }

    /** @return the exit status */
    int run(List<String> words) throws IOException {
        String verb = words.isEmpty() ? "" : words.get(0);
        boolean named = words.size() >= NAMED;
        try {
            switch (verb) {
                case "list" -> file.read().forEach((key, user) ->
                    out.println(key.name() + "  " + key.realm() + "  " + String.join(",", user.roles())));
                case "add", "assert" -> {
                    return named ? put(words, verb.equals("add")) : usage();
                }
                case "remove" -> {
                    return words.size() == NAMED ? remove(words) : usage();
                }
                default -> {
                    return usage();
                }
            }
            return OK;
        } catch (IllegalArgumentException e) {
            out.println("users: " + e.getMessage());
            return REFUSED;
        }
    }

    private int put(List<String> words, boolean withPassword) throws IOException {
        String name = words.get(1);
        String realm = words.get(2);
        Set<String> roles = new TreeSet<>(words.subList(NAMED, words.size()));
        for (String word : words) {
            if (word.isBlank() || word.chars().anyMatch(c -> c < ' ') || roles.contains(word) && word.contains(",")) {
                throw new IllegalArgumentException("no empty words, control characters or commas in roles");
            }
        }
        if (withPassword && name.contains(":")) {
            throw new IllegalArgumentException("a user name has no colon (RFC 7616 3.4.2)");
        }
        Map<UserFile.Key, User> users = file.read();
        users.put(new UserFile.Key(realm, name), new User(name, withPassword ? secrets(name, realm) : Map.of(), roles));
        file.write(users);
        out.println(name + " may use " + realm + (roles.isEmpty() ? "" : " as " + String.join(", ", roles)));
        return OK;
    }

    private Map<String, String> secrets(String name, String realm) {
        String secret = password.get();
        if (secret.isEmpty()) {
            throw new IllegalArgumentException("an empty password");
        }
        return Map.copyOf(Arrays.asList(Digest.MD5, Digest.SHA_256).stream()
            .collect(java.util.stream.Collectors.toMap(a -> a, a -> Digest.ha1(a, name, realm, secret))));
    }

    private int remove(List<String> words) throws IOException {
        Map<UserFile.Key, User> users = file.read();
        if (users.remove(new UserFile.Key(words.get(2), words.get(1))) == null) {
            throw new IllegalArgumentException("no user " + words.get(1) + " in " + words.get(2));
        }
        file.write(users);
        return OK;
    }

    private int usage() {
        out.print(USAGE);
        return USAGE_ERROR;
    }
}

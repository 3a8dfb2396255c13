package org.calliope.ims.container.security;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/**
 * Whom this server knows.
 *
 * @param users   for all its applications
 * @param trusted hosts whose P-Asserted-Identity is believed (RFC 3325 4)
 */
public record Access(UserStore users, List<InetAddress> trusted) {

    /**
     * The user store that a jar in {@code lib/} brings, else the one that reads {@code conf/users}.
     *
     * @param trusted IP addresses
     * @throws IllegalArgumentException when one of them is no address
     */
    public static Access of(Path confDirectory, List<String> trusted) {
        UserStore users = ServiceLoader.load(UserStore.class, UserStore.class.getClassLoader()).findFirst()
            .orElseGet(() -> new UserFile(confDirectory.resolve("users")));
        List<InetAddress> addresses = new ArrayList<>();
        trusted.forEach(text -> addresses.add(address(text)));
        return new Access(users, List.copyOf(addresses));
    }

    private static InetAddress address(String text) {
        // a name is not looked up: who answers for it could be anybody
        if (text.matches("[0-9a-fA-F.:]+") && (text.contains(".") || text.contains(":"))) {
            try {
                return InetAddress.getByName(text);
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException("conf/server.properties: trusted-peers takes IP addresses, not " + text, e);
            }
        }
        throw new IllegalArgumentException("conf/server.properties: trusted-peers takes IP addresses, not " + text);
    }

    boolean trusts(String address) {
        try {
            return trusted.contains(InetAddress.getByName(address));
        } catch (UnknownHostException notAnAddress) {
            return false;
        }
    }
}

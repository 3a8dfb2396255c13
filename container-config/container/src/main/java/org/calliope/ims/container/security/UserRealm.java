package org.calliope.ims.container.security;

import java.security.Principal;
import java.util.List;
import java.util.Optional;
import org.apache.catalina.Context;
import org.apache.catalina.realm.GenericPrincipal;
import org.apache.catalina.realm.RealmBase;
import org.calliope.ims.digest.Digest;

/** The server's users for HTTP: {@code BASIC} and {@code DIGEST} of an application's web.xml, with the same names and roles as over SIP. */
public final class UserRealm extends RealmBase {

    private final UserStore users;

    public UserRealm(UserStore users) {
        this.users = users;
    }

    private Optional<User> find(String name) {
        String realm = ((Context) getContainer()).getLoginConfig().getRealmName();
        return realm == null ? Optional.empty() : users.find(realm, name);
    }

    @Override
    public Principal authenticate(String name, String password) {
        String realm = ((Context) getContainer()).getLoginConfig().getRealmName();
        return find(name).filter(user -> user.ha1(Digest.SHA_256)
            .filter(secret -> Digest.same(secret, Digest.ha1(Digest.SHA_256, name, realm, password))).isPresent())
            .map(UserRealm::principal).orElse(null);
    }

    /** What a digest is made of; null for a user nobody knows. */
    @Override
    protected String getDigest(String name, String realm, String algorithm) {
        return users.find(realm, name).flatMap(user -> user.ha1(algorithm)).orElse(null);
    }

    /** There are no passwords, only what digests are made of. */
    @Override
    protected String getPassword(String name) {
        return null;
    }

    @Override
    protected Principal getPrincipal(String name) {
        return find(name).map(UserRealm::principal).orElse(null);
    }

    private static Principal principal(User user) {
        return new GenericPrincipal(user.name(), null, List.copyOf(user.roles()));
    }
}

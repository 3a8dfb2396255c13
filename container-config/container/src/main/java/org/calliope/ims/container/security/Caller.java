package org.calliope.ims.container.security;

import java.security.Principal;
import java.util.Map;
import java.util.Set;
import org.mobicents.servlet.sip.core.security.SipPrincipal;

/**
 * Who has sent a request, as its application sees it (JSR 289 17.3).
 *
 * @param links roles as the servlet spells them, to the application's roles (security-role-ref, 17.4)
 */
record Caller(String name, Set<String> roles, Map<String, String> links) implements SipPrincipal {

    @Override
    public String getName() {
        return name;
    }

    @Override
    public boolean isUserInRole(String role) {
        return roles.contains(links.getOrDefault(role, role));
    }

    @Override
    public Principal getPrincipal() {
        return this;
    }
}

package org.calliope.ims.container.context;

import java.util.List;
import java.util.Map;
import org.calliope.ims.container.security.SecurityRules;
import org.mobicents.servlet.sip.core.descriptor.MatchingRule;

/**
 * What an application says of itself in {@code WEB-INF/sip.xml} (JSR 289 chapter 19) or with annotations (chapter 18).
 *
 * @param name           app-name; empty when the descriptor does not give one
 * @param mainServlet    name of the main servlet, empty when servlets are chosen by mapping (16.2)
 * @param servlets       in the order of the descriptor
 * @param mappings       in the order of the descriptor, the first that matches wins
 * @param listeners      class names
 * @param parameters     context-param
 * @param proxyTimeout   seconds, 0 when not given (19.1, proxy-config)
 * @param sessionTimeout minutes, -1 when not given; 0 or less: sessions do not expire (6.1.2)
 * @param distributable  whether sessions may be replicated
 * @param security       constraints, login-config and roles (17.8)
 */
record SipDescriptor(String name, String displayName, String description, String mainServlet, List<Servlet> servlets,
                     List<Mapping> mappings, List<String> listeners, Map<String, String> parameters, int proxyTimeout,
                     int sessionTimeout, boolean distributable, SecurityRules security) {

    /**
     * @param roleLinks security-role-ref: the servlet's name of a role, to the application's (17.4)
     * @param runAs     role of the identity in calls to other components (17.7), empty when there is none
     */
    record Servlet(String name, String className, int loadOnStartup, Map<String, String> parameters,
                   Map<String, String> roleLinks, String runAs) { }

    record Mapping(String servlet, MatchingRule rule) { }

    static SipDescriptor empty() {
        return new SipDescriptor("", "", "", "", List.of(), List.of(), List.of(), Map.of(), 0, -1, false,
            SecurityRules.NONE);
    }
}

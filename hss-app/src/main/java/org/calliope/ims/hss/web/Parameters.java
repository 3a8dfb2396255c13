package org.calliope.ims.hss.web;

import javax.servlet.http.HttpServletRequest;

import org.calliope.ims.hss.access.Refused;
import org.calliope.ims.hss.access.Role;

/** Reads query parameters without trusting them. */
final class Parameters {

    private Parameters() {
    }

    /** The text without what surrounds it, cut to a length; "" when there is none. */
    static String text(HttpServletRequest request, String name, int longest) {
        String value = request.getParameter(name);
        String bare = value == null ? "" : value.strip();
        return bare.length() <= longest ? bare : bare.substring(0, longest);
    }

    /** A password as it is, spaces and all; "" when there is none. */
    static String secret(HttpServletRequest request, String name) {
        String value = request.getParameter(name);
        return value == null ? "" : value;
    }

    /** The role that {@code role} names; {@link Refused} when it is none. */
    static Role role(HttpServletRequest request) {
        String word = request.getParameter("role");
        return Role.of(word == null ? "" : word).orElseThrow(() -> new Refused("form.role.wrong"));
    }

    /** The number, or the default when it is none or negative. */
    static long number(HttpServletRequest request, String name, long byDefault) {
        String value = request.getParameter(name);
        if (value == null || !value.matches("\\d{1,18}")) {
            return byDefault;
        }
        return Long.parseLong(value);
    }
}

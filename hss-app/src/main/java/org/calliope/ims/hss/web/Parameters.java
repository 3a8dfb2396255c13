package org.calliope.ims.hss.web;

import javax.servlet.http.HttpServletRequest;

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

    /** The number, or the default when it is none or negative. */
    static long number(HttpServletRequest request, String name, long byDefault) {
        String value = request.getParameter(name);
        if (value == null || !value.matches("\\d{1,18}")) {
            return byDefault;
        }
        return Long.parseLong(value);
    }
}

package org.calliope.ims.node;

import java.util.Locale;

/** What an element of the IMS is. */
public enum Role {
    PCSCF("P-CSCF"), ICSCF("I-CSCF"), SCSCF("S-CSCF"), BGCF("BGCF"), ECSCF("E-CSCF"), HSS("HSS"), UE("UE");

    private final String label;

    Role(String label) {
        this.label = label;
    }

    /** @return the name as a person writes it and as the trace names a participant */
    public String label() {
        return label;
    }

    /** @return the label of the role that a Diameter identity starts with ({@code hss.ims.example}), else the identity */
    public static String labelOf(String host) {
        int dot = host.indexOf('.');
        String first = (dot < 0 ? host : host.substring(0, dot)).toUpperCase(Locale.ROOT);
        for (Role role : values()) {
            if (role.name().equals(first)) {
                return role.label;
            }
        }
        return host;
    }
}

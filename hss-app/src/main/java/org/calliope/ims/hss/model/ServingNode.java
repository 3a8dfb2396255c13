package org.calliope.ims.hss.model;

import java.util.List;

/**
 * An S-CSCF the operator has, and what it can do: by this table the console knows whether anybody can serve a
 * subscription.
 *
 * @param name         its SIP URI, as it calls itself in Server-Name
 * @param capabilities what it can do, 0..32 numbers
 * @param description  for people, up to 200 characters
 */
public record ServingNode(String name, List<Long> capabilities, String description) implements Named {

    private static final int LONGEST_DESCRIPTION = 200;

    /** Checks each field. */
    public ServingNode {
        name = Text.server("name", name);
        capabilities = CapabilitySet.capabilities("capabilities", capabilities);
        description = Text.plain("description", description, LONGEST_DESCRIPTION);
    }
}

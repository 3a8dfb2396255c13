package org.calliope.ims.testkit;

/** Which kind of telephone a user agent is. */
public enum Mode {
    /**
     * TS 24.229 clause 5.1: user name is the private identity, Authorization already in the first REGISTER, Route from
     * Service-Route, P-Preferred-Identity, P-Access-Network-Info and the MMTel feature tags.
     */
    IMS,
    /** An ordinary SIP telephone: user name {@code alice}, an outbound proxy, no IMS header, Service-Route unknown. */
    SOFTPHONE
}

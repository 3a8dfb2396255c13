package org.calliope.ims.identity;

/** Between whom an inter operator identifier of the P-Charging-Vector is valid (TS 24.229 4.5.4.1). */
public enum Ioi {

    /** P-CSCF and S-CSCF or E-CSCF: a visited network and the home network. */
    TYPE_1("Type 1"),
    /** The network of who calls and that of who is called. */
    TYPE_2(""),
    /** S-CSCF and application server. */
    TYPE_3("Type 3");

    private final String prefix;

    Ioi(String prefix) {
        this.prefix = prefix;
    }

    /** @return the value of orig-ioi or term-ioi with which this network names itself */
    public String of(String network) {
        return prefix + network;
    }

    /** @return of which type a value of orig-ioi or term-ioi is; "" is one between networks, as one without prefix is */
    public static Ioi type(String value) {
        if (value.startsWith(TYPE_1.prefix)) {
            return TYPE_1;
        }
        return value.startsWith(TYPE_3.prefix) ? TYPE_3 : TYPE_2;
    }

    /** @return the network that a value of orig-ioi or term-ioi names, "" when it is "" */
    public static String network(String value) {
        return value.substring(type(value).prefix.length());
    }
}

package org.calliope.ims.sh;

/** Subs-Req-Type, TS 29.329 6.3.6; the order is the value on the wire. */
public enum SubscriptionType { SUBSCRIBE, UNSUBSCRIBE }

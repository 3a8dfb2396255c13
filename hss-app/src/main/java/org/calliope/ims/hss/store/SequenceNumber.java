package org.calliope.ims.hss.store;

/**
 * SQN_HE of a private identity as it was seen (TS 33.102 6.3.2).
 *
 * @param known whether a vector was ever made
 * @param value the last one given out, 0 before the first one
 * @param kept  up to which the database has them given out, {@code value} and more: what lies between is set aside
 */
public record SequenceNumber(boolean known, long value, long kept) {
}

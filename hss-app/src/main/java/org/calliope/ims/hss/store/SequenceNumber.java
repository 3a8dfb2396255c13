package org.calliope.ims.hss.store;

/**
 * SQN_HE of a private identity as it was seen (TS 33.102 6.3.2).
 *
 * @param known whether a vector was ever made
 * @param value 0 before the first one
 */
public record SequenceNumber(boolean known, long value) {
}

package org.calliope.ims.hss.sh;

import java.time.Duration;

/**
 * What an operator may choose.
 *
 * @param repositoryBytes     how large the repository data of one service may be, in bytes of UTF-8
 * @param longestSubscription how far ahead the end of a subscription to notifications may be that has one
 */
public record ShRules(int repositoryBytes, Duration longestSubscription) {
}

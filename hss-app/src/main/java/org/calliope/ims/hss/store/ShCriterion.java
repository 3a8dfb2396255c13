package org.calliope.ims.hss.store;

import java.util.List;

import org.calliope.ims.hss.model.ApplicationServer;
import org.calliope.ims.hss.model.FilterCriteria.ProfilePart;

/**
 * An initial filter criterion in its place in a service profile.
 *
 * @param triggerPoint the element, "" for none
 * @param dsaiTags     when there are any, it holds while one of them is active (TS 29.328 7.6.11)
 */
public record ShCriterion(int priority, ProfilePart profilePart, String triggerPoint, List<String> dsaiTags,
                          ApplicationServer server) {
}

package org.calliope.ims.cx;

/**
 * Charging-Information, TS 29.229 6.3.19 to 6.3.23: Diameter URIs, "" when absent.
 *
 * @param primaryEvent        Primary-Event-Charging-Function-Name
 * @param secondaryEvent      Secondary-Event-Charging-Function-Name
 * @param primaryCollection   Primary-Charging-Collection-Function-Name
 * @param secondaryCollection Secondary-Charging-Collection-Function-Name
 */
public record ChargingInformation(String primaryEvent, String secondaryEvent, String primaryCollection,
                                  String secondaryCollection) {
}

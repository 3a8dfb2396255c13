/**
 * What every SIP element of the IMS is built on: the servlet that hands requests to rules and turns a refusal
 * into its answer, the order of work per subscriber, expiry, and the way to the HSS. No rule of a single
 * element lives here.
 */
package org.calliope.ims.element;

/**
 * BGCF of 3GPP TS 24.229 5.6 and TS 23.228 5.19: which gateway a request to a telephone number, or to another domain, leaves
 * by.
 */
package org.calliope.ims.bgcf;

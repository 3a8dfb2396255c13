/** The E-CSCF (TS 24.229 5.11): emergency requests to the emergency centre (PSAP) for where the caller is. */
package org.calliope.ims.ecscf;

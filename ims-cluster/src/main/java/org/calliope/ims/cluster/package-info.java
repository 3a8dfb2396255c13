/** Registrations that several S-CSCFs share, over Infinispan: see docs/registration-store.md. */
package org.calliope.ims.cluster;

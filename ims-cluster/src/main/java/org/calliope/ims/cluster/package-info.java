/** Registrations that several S-CSCFs share, over Infinispan: see docs/scscf-store.md. */
package org.calliope.ims.cluster;

/**
 * What outlives its process: an element has it in the heap, from where it is read, and a file follows behind. Knows
 * nothing of what is kept.
 */
package org.calliope.ims.kept;

package org.calliope.ims.hss.check;

/**
 * What is answered at one step of a registration.
 *
 * @param step   {@code UAR}, {@code MAR}, {@code SAR}, {@code iFC}, or {@code LIR} for a service
 * @param about  the identity it is about
 * @param good   it goes on
 * @param result name of the result code, or a sentence of a filter criterion
 * @param words  what more there is to say: of a refusal its reason, as the trace has it; "" for nothing
 */
public record Answer(String step, String about, boolean good, String result, String words, String clause) {
}

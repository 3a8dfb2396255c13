package org.calliope.ims.cx;

/**
 * One initial filter criterion, TS 29.228 B.2.2, kept as XML.
 *
 * @param priority lower is asked first, 0 and more
 * @param xml      the whole {@code <InitialFilterCriteria>} element, well-formed, without comments, attributes and prefixes
 */
public record InitialFilterCriteria(int priority, String xml) {
}

package org.calliope.ims.hss.model;

/** A document of the HSS that is known by a name, unique among its kind. */
public interface Named {

    /** Its name, 1..255 characters. */
    String name();
}

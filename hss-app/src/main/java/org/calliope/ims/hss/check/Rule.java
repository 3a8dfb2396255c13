package org.calliope.ims.hss.check;

import java.util.stream.Stream;

/** Looks at a subscriber for one kind of mistake. Pure. */
@FunctionalInterface
interface Rule {

    Stream<Advice> look(Subject subject);
}

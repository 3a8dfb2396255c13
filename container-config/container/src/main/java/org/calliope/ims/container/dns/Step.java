package org.calliope.ims.container.dns;

import java.util.Set;

/** How far the search for a server has come. */
sealed interface Step permits Step.Ask, Located {

    /** It goes on once these are answered. */
    record Ask(Set<Question> questions) implements Step { }
}

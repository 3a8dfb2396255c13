package org.calliope.ims.hss.page;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import org.calliope.ims.node.ElementState;
import org.calliope.ims.node.Role;

/**
 * An element as the page shows it.
 *
 * @param name   {@code P-CSCF}
 * @param state  {@code up}, {@code down}, {@code starting} or {@code absent}: a word for the style sheet and people
 * @param detail where it listens, or why it does not; "" when absent
 * @param since  how long it has been so, "" when unknown
 */
public record ElementView(String name, String state, String detail, String since) {

    private static final List<Role> ALL = List.of(Role.PCSCF, Role.ICSCF, Role.SCSCF, Role.HSS);

    /** The four elements, also those that are not on this node, and whatever else has reported. */
    public static List<ElementView> of(List<ElementState> reported, Instant now) {
        Map<Role, ElementState> byRole = new EnumMap<>(Role.class);
        reported.forEach(state -> byRole.put(state.role(), state));
        return Stream.concat(ALL.stream(), byRole.keySet().stream()).distinct().map(role -> {
            ElementState state = byRole.get(role);
            return state == null ? new ElementView(role.label(), "absent", "", "")
                    : new ElementView(role.label(), state.state().name().toLowerCase(Locale.ROOT), state.detail(),
                            Times.span(state.since(), now));
        }).toList();
    }
}

package org.calliope.ims.sh;

import java.util.List;

/**
 * PUR, Sh-Update, TS 29.328 6.1.2, TS 29.329 6.1.3: keep this.
 *
 * @param references one and more; more than one only between nodes with Update-Eff-Enhance
 * @param userData   an {@code Sh-Data} document, TS 29.328 annex D
 */
public record ProfileUpdateRequest(Subject subject, List<DataReference> references, String userData) {

    public ProfileUpdateRequest {
        references = List.copyOf(references);
    }
}

package org.calliope.ims.charging;

import java.util.List;

/** The answered calls of this node's S-CSCF, as an operator sees and ends them. Any thread; never blocks. */
public interface CallsInProgress {

    /** No S-CSCF is up here. */
    CallsInProgress NONE = new CallsInProgress() {
        @Override
        public List<ChargingRecord> list() {
            return List.of();
        }

        @Override
        public boolean release(String icid) {
            return false;
        }
    };

    /** @return what each is so far to each user served, the newest first: a call between two of them is there twice */
    List<ChargingRecord> list();

    /**
     * Ends a call for both sides, soon (TS 24.229 5.4.5.1.2).
     *
     * @param icid as its records have it
     * @return whether there was such a call
     */
    boolean release(String icid);
}

package org.calliope.ims.diameter;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.calliope.ims.cx.ResultCode;
import org.calliope.ims.diameter.Dictionary.Command;
import org.calliope.ims.diameter.Dictionary.Name;
import org.calliope.ims.diameter.Dictionary.Type;
import org.jdiameter.api.Avp;
import org.jdiameter.api.AvpDataException;
import org.jdiameter.api.AvpSet;

/**
 * Checks the AVPs of a request against what RFC 6733 says of all, and TS 29.229 6.1 and TS 29.329 6.1 of how often
 * each may stand in a command. Every command ends with {@code *[ AVP ]}, so where an AVP stands is free. What must be
 * there is checked by who reads it.
 */
final class Grammar {

    /** Name after {@code *} in each of our commands. */
    private static final Set<Name> REPEATED_EVERYWHERE =
            EnumSet.of(Name.SUPPORTED_FEATURES, Name.PROXY_INFO, Name.ROUTE_RECORD);
    private static final Map<Command, Set<Name>> REPEATED = new EnumMap<>(Map.of(
            Command.SERVER_ASSIGNMENT, EnumSet.of(Name.PUBLIC_IDENTITY),
            Command.REGISTRATION_TERMINATION, EnumSet.of(Name.PUBLIC_IDENTITY),
            Command.USER_DATA, EnumSet.of(Name.DATA_REFERENCE, Name.SERVICE_INDICATION, Name.IDENTITY_SET,
                    Name.DSAI_TAG),
            Command.PROFILE_UPDATE, EnumSet.of(Name.DATA_REFERENCE),
            Command.SUBSCRIBE_NOTIFICATIONS, EnumSet.of(Name.DATA_REFERENCE, Name.SERVICE_INDICATION,
                    Name.IDENTITY_SET, Name.DSAI_TAG)));
    /** Groups that we pass over unread, with what is in them. */
    private static final Set<Name> UNREAD = EnumSet.of(Name.PROXY_INFO, Name.SCSCF_RESTORATION_INFO,
            Name.FAILED_PCSCF, Name.OC_SUPPORTED_FEATURES, Name.CALL_REFERENCE_INFO,
            Name.IDENTITY_WITH_EMERGENCY_REGISTRATION);
    private static final int DEEPEST = 4;

    private final String originHost;

    /** @param originHost of this node */
    Grammar(String originHost) {
        this.originHost = originHost;
    }

    /** @throws DiameterRefusal that names what is wrong first */
    void check(Command command, AvpSet avps) {
        Set<Name> repeated = REPEATED.getOrDefault(command, Set.of());
        Set<Name> seen = EnumSet.noneOf(Name.class);
        for (Avp avp : avps) {
            Name name = Name.known(avp.getCode(), avp.getVendorId());
            checkOne(avp, name, 0);
            if (name != null && !seen.add(name) && !REPEATED_EVERYWHERE.contains(name) && !repeated.contains(name)) {
                // RFC 6733 7.1.5: Failed-AVP holds the first one beyond what is allowed
                throw new DiameterRefusal(ResultCode.AVP_OCCURS_TOO_MANY_TIMES, name.spelling(), avp);
            }
            if (name == Name.ROUTE_RECORD && new String(bytes(avp)).equalsIgnoreCase(originHost)) {
                throw new DiameterRefusal(ResultCode.LOOP_DETECTED, name.spelling(), avp); // RFC 6733 6.1.3
            }
        }
    }

    private static void checkOne(Avp avp, Name name, int depth) {
        if (name == null) {
            if (avp.isMandatory()) { // RFC 6733 4.1: what has no M bit is ignored when it is not known
                throw new DiameterRefusal(ResultCode.AVP_UNSUPPORTED, "", avp);
            }
        } else if ((name.type() == Type.NUMBER || name.type() == Type.TIME) && bytes(avp).length != Integer.BYTES) {
            throw new DiameterRefusal(ResultCode.INVALID_AVP_LENGTH, name.spelling(), avp);
        } else if (name.type() == Type.GROUP && !UNREAD.contains(name)) {
            checkGroup(avp, name, depth + 1);
        }
    }

    private static void checkGroup(Avp group, Name name, int depth) {
        if (depth > DEEPEST) {
            throw new DiameterRefusal(ResultCode.INVALID_AVP_VALUE, name.spelling(), group);
        }
        try {
            for (Avp avp : group.getGrouped()) {
                checkOne(avp, Name.known(avp.getCode(), avp.getVendorId()), depth);
            }
        } catch (AvpDataException broken) {
            throw new DiameterRefusal(ResultCode.INVALID_AVP_LENGTH, name.spelling(), group);
        }
    }

    private static byte[] bytes(Avp avp) {
        return avp.getRawData();
    }
}

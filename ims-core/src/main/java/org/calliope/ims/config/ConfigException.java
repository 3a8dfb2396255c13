package org.calliope.ims.config;

import java.util.Optional;

/** A configuration file says something that cannot be; the message is one sentence for the operator. */
public final class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String file;
    private final String key;
    private final String reason;
    private final transient Optional<String> nearest;

    /**
     * @param file    its name
     * @param key     at fault
     * @param reason  what is wrong with it
     * @param nearest the valid key that is spelled most alike, "" for none
     */
    public ConfigException(String file, String key, String reason, String nearest) {
        super(file + ": " + key + ": " + reason + (nearest.isEmpty() ? "" : "; did you mean " + nearest + '?'));
        this.file = file;
        this.key = key;
        this.reason = reason;
        this.nearest = nearest.isEmpty() ? Optional.empty() : Optional.of(nearest);
    }

    public ConfigException(String file, String key, String reason) {
        this(file, key, reason, "");
    }

    public String file() {
        return file;
    }

    public String key() {
        return key;
    }

    public String reason() {
        return reason;
    }

    public Optional<String> nearest() {
        return nearest;
    }
}

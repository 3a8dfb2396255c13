package org.calliope.ims.hss.page;

import java.util.List;

/**
 * What was done just now.
 *
 * @param key  of the text, "" when nothing was
 * @param undo address of the page that undoes it, "" when nothing does
 */
public record Done(String key, String undo) {

    private static final List<String> WORDS = List.of("done.created", "done.changed", "done.removed", "done.undone",
            "done.ended", "done.pushed", "done.reauthenticating", "done.imported");

    /**
     * By the word in the address.
     *
     * @param entry of the audit log, 0 for none
     */
    public static Done of(String word, long entry) {
        return WORDS.stream().filter(key -> key.equals("done." + word)).findFirst()
                .map(key -> new Done(key, entry == 0 ? "" : "/undo?entry=" + entry)).orElse(new Done("", ""));
    }
}

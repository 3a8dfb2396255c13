package org.calliope.ims.hss.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;

import org.calliope.ims.hss.store.Actor;
import org.calliope.ims.hss.store.AuditEntry;
import org.calliope.ims.hss.store.Kind;
import org.junit.jupiter.api.Test;

/** Entries of the audit log as people read them. */
class AuditViewTest {

    private static AuditView view(AuditEntry.Action action, String before, String after) {
        return AuditView.of(new AuditEntry(7, Instant.EPOCH, new Actor("olga"), action, Optional.of(Kind.SUBSCRIPTION),
                "alice", before, after, Optional.empty()));
    }

    @Test
    void onlyWhatDiffersIsShownByWhereItStands() {
        AuditView view = view(AuditEntry.Action.CHANGED,
                "{\"name\":\"alice\",\"sets\":[{\"who\":[\"a\",\"b\"],\"barred\":false}]}",
                "{\"name\":\"alice b\",\"sets\":[{\"who\":[\"a\"],\"barred\":false}]}");
        assertThat(view.changes()).containsExactly(new AuditView.Change("name", "alice", "alice b"),
                new AuditView.Change("sets 1 › who", "a, b", "a"));
        assertThat(view.link()).isEqualTo("/subscribers/alice%20b");
        assertThat(view.undo()).isEqualTo("/undo?entry=7");
    }

    @Test
    void aRemovedDocumentHasNoPageAndANoteCanNotBeUndone() {
        assertThat(view(AuditEntry.Action.REMOVED, "{\"name\":\"alice\"}", "").link()).isEmpty();
        AuditView note = AuditView.of(new AuditEntry(8, Instant.EPOCH, new Actor("olga"), AuditEntry.Action.DONE,
                Optional.empty(), "signed in", "", "", Optional.of(3L)));
        assertThat(note.undo()).isEmpty();
        assertThat(note.changes()).isEmpty();
        assertThat(note.undoes()).isEqualTo(3);
    }

    @Test
    void addressesKeepEveryCharacterOfAName() {
        assertThat(Links.subscriber("a+b c%?#@ims.example")).isEqualTo("/subscribers/a%2Bb%20c%25%3F%23@ims.example");
        assertThat(Links.document(Kind.SERVING_NODE, "sip:s1.ims.example:5064")).isEqualTo("/s-cscfs/sip:s1.ims.example:5064");
    }
}

package org.calliope.ims.hss.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.calliope.ims.hss.store.Provision;
import org.calliope.ims.node.Role;
import org.junit.jupiter.api.Test;

/** The page of a node on which nothing has happened: it says what to do. */
class EmptyConsoleTest extends WebFixture {

    @Test
    void emptyListsSayWhatToDo() throws Exception {
        Provision.clear(database);

        assertThat(get("/").body()).contains("Nobody is registered", "<dd>alice</dd>", "<dd>ims.example</dd>",
                "<dd>127.0.0.1:5060</dd>", "Nothing has happened yet", "./ims demo", "Nothing was refused",
                "demo-subscribers = true", "not on this node");
    }

    @Test
    void anElementThatIsDownSaysWhy() throws Exception {
        node.elements().down(Role.SCSCF, "no connection to aaa://127.0.0.1:3868");

        assertThat(get("/fragments/elements").body()).contains("element down", "no connection to aaa://127.0.0.1:3868");
        assertThat(get("/health").statusCode()).isEqualTo(503);
        assertThat(json("/health").path("elements").path(0).path("role").asText()).isEqualTo("S-CSCF");

        node.elements().up(Role.SCSCF, "sip:127.0.0.1:5064");
        assertThat(get("/health").body()).isEqualTo("{\"status\":\"UP\"}");
    }
}

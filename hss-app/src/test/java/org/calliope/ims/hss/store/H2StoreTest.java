package org.calliope.ims.hss.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store on the embedded database. */
class H2StoreTest extends StoreContract {

    @Override
    DatabaseAddress address() {
        return new DatabaseAddress("jdbc:h2:mem:store;LOCK_TIMEOUT=5000", "sa", "", 4);
    }

    @Test
    void theFileKeepsSubscribersAndRegistrationsAcrossRestarts(@TempDir Path folder) {
        DatabaseAddress file = DatabaseAddress.embedded(folder, 2);
        try (Database first = Provision.open(file)) {
            Provision.add(first, Provision.subscriber("alice@ims.example", "sip:alice@ims.example"));
            RegistrationStore store = new RegistrationStore(first);
            Situation seen = store.situation("alice@ims.example", "sip:alice@ims.example").orElseThrow();
            store.apply(new StateChange(seen, "test").assign(Serving.named("sip:s:5064")).share(seen, true, false)
                    .state(seen, RegistrationState.REGISTERED));
        }
        assertThat(folder.resolve("hss.mv.db")).exists();
        try (Database second = Provision.open(file)) {
            Situation seen = new RegistrationStore(second).situation("sip:alice@ims.example").orElseThrow();
            assertThat(seen.state()).isEqualTo(RegistrationState.REGISTERED);
            assertThat(seen.serverName()).contains("sip:s:5064");
        }
    }

    @Test
    void aLabelTellsWhereTheDataIsAndNoSecret() {
        DatabaseAddress address = new DatabaseAddress("jdbc:mariadb://db.example/hss?password=x", "hss", "x", 4);

        assertThat(address.toString()).contains("mariadb://db.example/hss").doesNotContain("password");
    }
}

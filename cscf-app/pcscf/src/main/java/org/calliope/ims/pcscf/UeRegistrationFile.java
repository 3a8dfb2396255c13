package org.calliope.ims.pcscf;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import org.calliope.ims.kept.Kept;
import org.calliope.ims.kept.KeptFile;

/**
 * Lets registrations outlive their process: they are in a file under their flows, which follows the heap by the
 * milliseconds of a write. Nobody waits for it, since the 200 goes on to the UE when the proxy says so.
 */
final class UeRegistrationFile implements AutoCloseable {

    /** What the file is of. */
    static final KeptFile.Kind KIND = new KeptFile.Kind("ue-registrations", 1,
            "the other users can not call and are not reached until their phones register again",
            "users who register are served, but no longer so if the server ends now", KeptFile.Kind.AWAITED);

    private final KeptFile<String> file;

    private UeRegistrationFile(KeptFile<String> file) {
        this.file = file;
    }

    private record Flows(UeRegistrations registrations) implements Kept<String> {

        @Override
        public void take(byte[] octets) {
            registrations.take(UeRegistrationFormat.decode(octets));
        }

        @Override
        public Optional<byte[]> now(String flow) {
            return registrations.byFlow(flow).map(UeRegistrationFormat::encode);
        }

        @Override
        public Collection<String> keys() {
            return registrations.flows();
        }
    }

    /**
     * Reads the file of the folder into the registrations, but for those that are over, and writes from then on what
     * changes there.
     *
     * @param sync whether each write goes to the disk, so that it outlives a power failure too
     * @throws IllegalStateException when the file can not be had, as when another server has it
     */
    static UeRegistrationFile open(Path folder, boolean sync, InstantSource time, UeRegistrations registrations) {
        KeptFile<String> file = KeptFile.open(folder, KIND, sync, time, new Flows(registrations), Runnable::run);
        registrations.whenChanged(file::changed);
        registrations.sweep(time.instant());
        return new UeRegistrationFile(file);
    }

    /** Returns when all is written. */
    @Override
    public void close() {
        file.close();
    }
}

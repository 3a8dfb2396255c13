package org.calliope.ims.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.calliope.ims.registration.Subscribers.set;
import static org.calliope.ims.registration.Subscribers.sip;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.calliope.ims.node.OwnerOnly;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.StringDataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileRegistrationsTest extends RegistrationsContract {

    private static final String ASIDE = "registrations.mv.unreadable-20261121T000000Z";

    @TempDir
    Path folder;

    @Override
    protected Registrations open() {
        return FileRegistrations.open(folder, false, () -> Subscribers.NOW);
    }

    private void reopen() {
        registrations.close();
        registrations = open();
    }

    private Path file() {
        return folder.resolve(FileRegistrations.FILE);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void whatWasStoredIsThereAgain() {
        Registration alice = add(set("alice", "al"));
        Registration typical = replace(add(Subscribers.typical(1)), Subscribers.typical(1)).orElseThrow();
        remove(add(set("bob")));
        reopen();
        assertThat(registrations.all()).containsExactlyInAnyOrder(alice, typical);
        assertThat(registrations.find(sip("al"))).contains(alice);
        assertThat(replace(alice, alice)).as("as it was seen before").isPresent();
    }

    @Test
    void manyChangesAtATimeAreAllWritten() {
        CompletableFuture.allOf(IntStream.range(0, 5000).mapToObj(i -> registrations.add(Subscribers.typical(i))
                .thenApply(Optional::orElseThrow).<Object>thenCompose(now -> i % 5 == 0
                        ? registrations.remove(now).thenApply(Object.class::cast)
                        : registrations.replace(now, now).thenApply(Object.class::cast)).toCompletableFuture())
                .toArray(CompletableFuture[]::new)).join();
        reopen();
        assertThat(registrations.size()).isEqualTo(4000);
        assertThat(registrations.all()).allMatch(now -> now.version() == Subscribers.typical(1).first().version() + 1);
    }

    /** A set with this default identity may have been there before: what was said of that then is older. */
    @Test
    void aSetThatTakesThePlaceOfAnotherHasItsContactsAndBeginsWithALaterVersion() {
        Registration old = add(Subscribers.typical(1));
        Registration described = new Registration(old.privateIdentity(), sip("al"), List.of(sip("al")), old.profile(),
                List.of(), old.since().plusSeconds(60));

        Registration moved = add(old.movedTo(described));

        assertThat(moved.bindings()).isEqualTo(old.bindings());
        assertThat(moved.since()).isEqualTo(old.since());
        assertThat(moved.version()).isEqualTo(described.first().version()).isGreaterThan(old.version());
    }

    @Test
    void theFileIsItsOwnersOnly() throws IOException {
        assertThat(OwnerOnly.shared(file())).isFalse();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file()))).isEqualTo("rw-------");
    }

    /** Two servers with one home must not write into each other's file. */
    @Test
    void anotherServerHasTheFile() throws IOException {
        assertThatIllegalStateException().isThrownBy(this::open)
                .withMessageContaining("another server has").withMessageContaining("a home of its own");
        assertThat(files()).containsExactly("registrations.mv");
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 20_000})
    void aForeignFileIsSetAsideAndTheServerStarts(int size) throws IOException {
        registrations.close();
        byte[] foreign = "something else ".repeat(size).getBytes();
        Files.write(file(), foreign);
        registrations = open();
        assertThat(registrations.size()).isZero();
        assertThat(folder.resolve(ASIDE)).hasBinaryContent(foreign);
        add(set("alice"));
        reopen();
        assertThat(registrations.size()).isEqualTo(1);
        assertThat(files()).containsExactly("registrations.mv", ASIDE);
    }

    @Test
    void aFileOfSomethingElseIsSetAside() throws IOException {
        registrations.close();
        Files.delete(file());
        try (MVStore other = MVStore.open(file().toString())) {
            other.openMap("table.1").put("a", "b");
        }
        registrations = open();
        assertThat(registrations.size()).isZero();
        assertThat(files()).contains(ASIDE);
    }

    @Test
    void aFileOfAnotherVersionIsSetAside() throws IOException {
        add(set("alice"));
        registrations.close();
        try (MVStore later = MVStore.open(file().toString())) {
            later.setStoreVersion(FileRegistrations.KIND.schema() + 1);
        }
        registrations = open();
        assertThat(registrations.size()).isZero();
        assertThat(files()).contains(ASIDE);
    }

    @Test
    void oneThatCanNotBeReadTakesNoOtherWithIt() throws IOException {
        Registration alice = add(set("alice"));
        registrations.close();
        try (MVStore damaged = MVStore.open(file().toString())) {
            MVMap<String, byte[]> map = damaged.openMap("registrations",
                    new MVMap.Builder<String, byte[]>().keyType(StringDataType.INSTANCE)
                            .valueType(ByteArrayDataType.INSTANCE));
            map.put("sip:bob@ims.example", new byte[] {9});
        }
        registrations = open();
        assertThat(registrations.all()).containsExactly(alice);
        assertThat(files()).contains(ASIDE);
        reopen();
        assertThat(registrations.all()).containsExactly(alice);
    }

    /** What its end held can not be known any more; the rest is an earlier state, or the file is set aside. */
    @Test
    void aTornFileIsReadAsAnEarlierStateOrSetAside() throws IOException {
        add(set("bob"));
        for (int i = 0; i < 2000; i++) {
            registrations.add(Subscribers.typical(i));
        }
        registrations.close();
        try (FileChannel torn = FileChannel.open(file(), StandardOpenOption.WRITE)) {
            torn.truncate(torn.size() / 2);
        }
        registrations = open();
        assertThat(registrations.find(sip("bob")).isPresent() || files().contains(ASIDE)).isTrue();
        add(set("alice"));
        reopen();
        assertThat(registrations.find(sip("alice"))).isPresent();
    }
}

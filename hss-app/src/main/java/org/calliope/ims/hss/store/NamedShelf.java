package org.calliope.ims.hss.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.calliope.ims.hss.model.Named;
import org.hibernate.StatelessSession;

/** What the shelves of all kinds that are one row, with or without rows below it, have in common. */
abstract class NamedShelf<T extends Named, E extends NamedEntity> implements Shelf<T> {

    private static final int FEW = 10;

    private final Class<E> type;
    private final String entity;
    private final Supplier<E> fresh;
    private final Map<String, String> uses;

    /**
     * @param entity name of the entity
     * @param uses   queries for the names of what refers to the document {@code :name}, by the kind of what they find
     */
    NamedShelf(Class<E> type, String entity, Supplier<E> fresh, Map<String, String> uses) {
        this.type = type;
        this.entity = entity;
        this.fresh = fresh;
        this.uses = uses;
    }

    /** Writes the columns; the name is there already. Throws when the document refers to what is not there. */
    abstract void fill(StatelessSession session, E row, T document);

    abstract T document(StatelessSession session, E row);

    /** Writes what stands below the row, in place of what stood there. */
    void fillBelow(StatelessSession session, E row, T document) { }

    void deleteBelow(StatelessSession session, E row) { }

    static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" "));
    }

    static List<Integer> integers(String text) {
        return words(text).stream().map(Integer::valueOf).toList();
    }

    static List<Long> longs(String text) {
        return words(text).stream().map(Long::valueOf).toList();
    }

    static String joined(List<?> values) {
        return String.join(" ", values.stream().map(Object::toString).toList());
    }

    /** The row of another kind that a document refers to. */
    static <R> R referred(StatelessSession session, Class<R> type, String entity, Kind<?> kind, String name) {
        return session.createSelectionQuery("from " + entity + " e where e.name = :name", type)
                .setParameter("name", name).uniqueResultOptional().orElseThrow(() ->
                        new IllegalArgumentException("there is no " + kind.label() + " " + name));
    }

    @Override
    public boolean lock(StatelessSession session, String name) {
        return session.createMutationQuery("update " + entity + " e set e.name = e.name where e.name = :name")
                .setParameter("name", name).executeUpdate() > 0;
    }

    E row(StatelessSession session, String name) {
        return session.createSelectionQuery("from " + entity + " e where e.name = :name", type)
                .setParameter("name", name).uniqueResult();
    }

    @Override
    public Optional<T> find(StatelessSession session, String name) {
        return Optional.ofNullable(row(session, name)).map(row -> document(session, row));
    }

    @Override
    public List<T> list(StatelessSession session, String after, int limit) {
        return session.createSelectionQuery("from " + entity + " e where e.name > :after order by e.name", type)
                .setParameter("after", after).setMaxResults(limit).getResultList().stream()
                .map(row -> document(session, row)).toList();
    }

    @Override
    public void insert(StatelessSession session, List<T> documents) {
        for (T document : documents) {
            E row = fresh.get();
            row.name = document.name();
            fill(session, row, document);
            session.insert(row);
            fillBelow(session, row, document);
        }
    }

    @Override
    public void update(StatelessSession session, String name, T document) {
        E row = row(session, name);
        row.name = document.name();
        fill(session, row, document);
        session.update(row);
        deleteBelow(session, row);
        fillBelow(session, row, document);
    }

    @Override
    public void delete(StatelessSession session, String name) {
        E row = row(session, name);
        deleteBelow(session, row);
        session.delete(row);
    }

    @Override
    public List<String> users(StatelessSession session, String name) {
        List<String> found = new ArrayList<>();
        uses.forEach((kind, query) -> session.createSelectionQuery(query, String.class)
                .setParameter("name", name).setMaxResults(FEW).getResultList()
                .forEach(user -> found.add(kind + " " + user)));
        return Stream.concat(found.stream().limit(FEW), found.stream().skip(FEW).limit(1).map(more -> "and more"))
                .toList();
    }
}

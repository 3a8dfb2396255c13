package org.calliope.ims.hss.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.calliope.ims.hss.model.Named;
import org.calliope.ims.hss.model.PrivateUser;
import org.calliope.ims.hss.model.Subscription;
import org.calliope.ims.hss.store.Kind;
import org.calliope.ims.hss.store.Provisioning;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Documents as people and programs write them, in JSON with the names of the records' components. Secrets go in and
 * never come out. Any thread; does not touch the database.
 */
public final class DocumentJson {

    /** Reads JSON strictly: no field twice, nothing behind the end. */
    public static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private final Map<Kind<?>, Part<?>> shapes;
    private final List<Part<?>> parts;
    private final ShortSubscription brief;

    /** @param domain home network domain, which completes user names and is the realm where none is said */
    public DocumentJson(Provisioning provisioning, String domain) {
        Authentication authentication = new Authentication(provisioning, domain);
        PrivateUserForm privateUser = new PrivateUserForm(authentication);
        this.shapes = Shapes.with(privateUser);
        this.brief = new ShortSubscription(authentication, domain);
        this.parts = new ArrayList<>(Shapes.parts(privateUser));
        this.parts.add(brief);
    }

    /**
     * A document from JSON; of a subscription the short form too.
     *
     * @param stored the document that it replaces: the secrets of private identities for which it gives none stay
     * @throws BadDocument says where and why
     */
    public <T extends Named> T read(Kind<T> kind, JsonNode json, Optional<T> stored) {
        Map<String, PrivateUser> users = stored.isPresent() && stored.get() instanceof Subscription of
                ? of.privateIdentities().stream().collect(Collectors.toMap(PrivateUser::identity, Function.identity()))
                : Map.of();
        Place at = Place.root(users);
        return kind.type().cast(kind == Kind.SUBSCRIPTION && ShortSubscription.is(json) ? brief.read(json, at)
                : shape(kind).read(json, at));
    }

    /** With every field, and of secrets only which there are. */
    public <T extends Named> ObjectNode write(Kind<T> kind, T document) {
        return (ObjectNode) shape(kind).write(document);
    }

    @SuppressWarnings("unchecked") // the table pairs them so
    <T extends Named> Part<T> shape(Kind<T> kind) {
        return (Part<T>) shapes.get(kind);
    }

    /** The short form of a subscription. */
    ShortSubscription brief() {
        return brief;
    }

    /** The schema of every object that has a name in the description of the interface. */
    Map<String, ObjectNode> definitions() {
        Map<String, ObjectNode> all = new LinkedHashMap<>();
        shapes.values().forEach(part -> all.put(part.name(), part.definition()));
        parts.forEach(part -> all.put(part.name(), part.definition()));
        all.put("Authentication", PrivateUserForm.authentication());
        return all;
    }
}

package org.calliope.ims.trace;

import java.util.AbstractList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/** Lines that are made from a message's bytes when somebody reads them, every time anew. Immutable. */
public final class LateLines extends AbstractList<String> {

    private final byte[] source;
    private final Function<byte[], List<String>> render;

    /**
     * @param source must not be changed any more
     * @param render a pure function; it masks what is secret
     */
    public LateLines(byte[] source, Function<byte[], List<String>> render) {
        this.source = source;
        this.render = render;
    }

    @Override
    public String get(int index) {
        return render.apply(source).get(index);
    }

    @Override
    public int size() {
        return render.apply(source).size();
    }

    @Override
    public Iterator<String> iterator() {
        return render.apply(source).iterator();
    }

    byte[] source() {
        return source;
    }

    Function<byte[], List<String>> renderer() {
        return render;
    }
}

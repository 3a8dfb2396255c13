package org.calliope.ims.container;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.logging.LogRecord;
import org.calliope.ims.container.context.DescriptorException;
import org.xml.sax.SAXParseException;

/** Why an application did not start, in one line: what was tried, what went wrong, in which file and line. */
final class Reason {

    private static final int LONGEST = 600;

    private Reason() { }

    /**
     * @param thrown what came out of the start; null when nothing did
     * @param logged what Tomcat logged; null when it logged nothing
     * @param own    whether a class, by its name, is in the archive
     */
    static String of(Throwable thrown, LogRecord logged, Predicate<String> own) {
        Throwable descriptor = chain(thrown).stream().filter(DescriptorException.class::isInstance).findFirst().orElse(null);
        if (descriptor != null) {
            return line(descriptor.getMessage());
        }
        if (logged != null && logged.getThrown() != null) {
            return line(logged.getThrown() instanceof SAXParseException e ? place(e)
                : StartLog.text(logged) + ": " + last(logged.getThrown(), own));
        }
        if (logged != null) {
            return line(StartLog.text(logged));
        }
        return line(thrown == null ? "the application did not start" : last(thrown, own));
    }

    private static List<Throwable> chain(Throwable first) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable t = first; t != null && !chain.contains(t); t = t.getCause()) {
            chain.add(t);
        }
        return chain;
    }

    /** The innermost cause, with the innermost line of the application's own code that led to it. */
    private static String last(Throwable thrown, Predicate<String> own) {
        List<Throwable> chain = chain(thrown);
        Throwable root = chain.get(chain.size() - 1);
        for (int i = chain.size() - 1; i >= 0; i--) {
            for (StackTraceElement frame : chain.get(i).getStackTrace()) {
                if (own.test(frame.getClassName())) {
                    return root + " (" + frame.getFileName() + " line " + frame.getLineNumber() + ')';
                }
            }
        }
        return root.toString();
    }

    private static String place(SAXParseException e) {
        String id = e.getSystemId() == null ? "web.xml" : e.getSystemId();
        int within = Math.max(id.lastIndexOf("WEB-INF/"), id.lastIndexOf("META-INF/"));
        return (within < 0 ? id : id.substring(within)) + " line " + e.getLineNumber() + ": " + e.getMessage();
    }

    private static String line(String text) {
        String flat = text.replaceAll("\\s+", " ").strip();
        return flat.length() <= LONGEST ? flat : flat.substring(0, LONGEST) + "...";
    }
}

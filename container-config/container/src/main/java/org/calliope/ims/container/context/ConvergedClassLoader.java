package org.calliope.ims.container.context;

import org.apache.catalina.loader.ParallelWebappClassLoader;

/** The class loader of a converged application, by which JNDI finds the application a thread is in. */
public final class ConvergedClassLoader extends ParallelWebappClassLoader {

    static {
        registerAsParallelCapable();
    }

    /** Made by Tomcat by name. */
    public ConvergedClassLoader(ClassLoader parent) {
        super(parent);
    }

    /** The application whose classes this loads. */
    ConvergedContext application() {
        return (ConvergedContext) resources.getContext();
    }
}

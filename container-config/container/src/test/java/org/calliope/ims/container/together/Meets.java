package org.calliope.ims.container.together;

import javax.servlet.ServletContextEvent;
import javax.servlet.ServletContextListener;
import org.calliope.ims.container.Events;

/** Starts when another one starts too. */
@javax.servlet.annotation.WebListener
public class Meets implements ServletContextListener {

    @Override
    public void contextInitialized(ServletContextEvent event) {
        Events.meet();
    }
}

/** An application that uses what could outlive it: timers, dialogs, sessions of both kinds, proxies, listeners, JNDI. */
@SipApplication(name = "busy", mainServlet = "Busy", sessionTimeout = 5)
package org.calliope.ims.container.busy;

import javax.servlet.sip.annotation.SipApplication;

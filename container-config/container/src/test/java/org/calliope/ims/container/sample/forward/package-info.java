/** A small application: a proxy that stays in the path of calls, and that calls itself when it is told to. */
@SipApplication(name = "forward", mainServlet = "Forward")
package org.calliope.ims.container.sample.forward;

import javax.servlet.sip.annotation.SipApplication;

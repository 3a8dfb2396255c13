/** A JSR 289 application that uses the breadth of the API and nothing of a container: see {@link Front}. */
@SipApplication(name = "org.calliope.ims.portability", mainServlet = "front", sessionTimeout = 5)
package org.calliope.ims.portability.sample;

import javax.servlet.sip.annotation.SipApplication;

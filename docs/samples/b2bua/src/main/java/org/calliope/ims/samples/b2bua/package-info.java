/** An application server in the middle of a call. Calls of two hours at the most: the container forgets what is older (JSR 289 6.1.2.1). */
@SipApplication(name = "b2bua", mainServlet = "b2bua", sessionTimeout = 120)
package org.calliope.ims.samples.b2bua;

import javax.servlet.sip.annotation.SipApplication;

/** An application server that stays on the path. Calls of two hours at the most: the container forgets what is older (JSR 289 6.1.2.1). */
@SipApplication(name = "proxy", mainServlet = "proxy", sessionTimeout = 120)
package org.calliope.ims.samples.proxy;

import javax.servlet.sip.annotation.SipApplication;

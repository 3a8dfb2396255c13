/** An application server that is the other end. Calls of two hours at the most: the container forgets what is older (JSR 289 6.1.2.1). */
@SipApplication(name = "echo", mainServlet = "echo", sessionTimeout = 120)
package org.calliope.ims.samples.echo;

import javax.servlet.sip.annotation.SipApplication;

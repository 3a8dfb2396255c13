/** An endpoint and registrar of RFC 3261: answers every request itself, whatever is in it. */
@SipApplication(name = "endpoint", mainServlet = "Endpoint")
package org.calliope.ims.container.endpoint;

import javax.servlet.sip.annotation.SipApplication;

/** An application server that redirects. */
@SipApplication(name = "redirect", mainServlet = "redirect")
package org.calliope.ims.samples.redirect;

import javax.servlet.sip.annotation.SipApplication;

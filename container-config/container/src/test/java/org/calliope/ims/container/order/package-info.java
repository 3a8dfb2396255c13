/** Servlets of both kinds that start in one order. */
@SipApplication(name = "order", mainServlet = "First")
package org.calliope.ims.container.order;

import javax.servlet.sip.annotation.SipApplication;

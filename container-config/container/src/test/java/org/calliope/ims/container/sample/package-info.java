/** A small application: answers OPTIONS, proxies INVITE with a Record-Route. */
@SipApplication(name = "sample", mainServlet = "Sample")
package org.calliope.ims.container.sample;

import javax.servlet.sip.annotation.SipApplication;

/** An application without sip.xml. */
@SipApplication(name = "annotated", mainServlet = "Chosen", sessionTimeout = 7, proxyTimeout = 30, displayName = "Annotated",
    description = "by annotations alone")
package org.calliope.ims.conformance.annotated;

import javax.servlet.sip.annotation.SipApplication;

/** An application with dialogs of each kind: as callee, as proxy, as caller, as notifier. */
@SipApplication(name = "dialogs", mainServlet = "Dialogs")
package org.calliope.ims.container.dialogs;

import javax.servlet.sip.annotation.SipApplication;

/** Messages, proxies and helpers of applications, where JSR 289 asks for other than what the core does. */
package org.calliope.ims.container.message;

/** What a JSR 289 server that is not Calliope's needs beside the archives. */
package org.calliope.ims.portability;

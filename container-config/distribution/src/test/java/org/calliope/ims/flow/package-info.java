/**
 * Flow tests: scripted telephones go over real sockets through the assembled P-, I- and S-CSCF and HSS. Each class
 * shows its ladder; each test names the clause that it holds the system to.
 */
package org.calliope.ims.flow;

/**
 * Arquillian tests in the converged container: {@code .war} and {@code .sar} archives made by a test are deployed into
 * a server that runs in the test's virtual machine. The libraries of Arquillian are optional dependencies; a project
 * that uses this package names {@code arquillian-junit5-container} itself.
 */
package org.calliope.ims.testkit.arquillian;

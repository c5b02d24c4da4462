/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Stand-ins for classes of the JDK, to which packaging redirects the bundled libraries. The first use of the JDK's own
 * would make choices that belong to the application, slow the start down, or fail for good in a JVM that is short of
 * memory or file descriptors.
 */
package io.fasttelemetry.agent.standin;

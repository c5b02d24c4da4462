/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Stand-ins that packaging gives the bundled libraries in place of classes of the JDK whose first use would make
 * choices that are the application's, or cost a start: {@code java.util.logging}, the security providers, the text
 * normaliser.
 */
package io.fasttelemetry.agent.standin;

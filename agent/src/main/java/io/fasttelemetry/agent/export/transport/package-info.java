/* SPDX-License-Identifier: Apache-2.0 */
/**
 * One request on its way to the receiver: what a sender is, what it answers, and the class loader from which the
 * sender is loaded, and loaded anew when an Error has broken it.
 */
package io.fasttelemetry.agent.export.transport;

/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Sends one request to the receiver: the sender's interface, its results, and the class loader that loads the sender,
 * and loads it again when an Error has broken it.
 */
package io.fasttelemetry.agent.export.transport;

/* SPDX-License-Identifier: Apache-2.0 */
/** The sender that uses OkHttp; loaded together with it, by a class loader that can be replaced. */
package io.fasttelemetry.agent.export.transport.okhttp;

/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What OkHttp gets instead of classes of the JDK that would cost the application, though a request needs nothing of
 * them. Packaging makes it refer here.
 */
package io.fasttelemetry.agent.export.http.standin;

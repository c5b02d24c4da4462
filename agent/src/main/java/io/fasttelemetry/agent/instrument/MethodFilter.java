/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

/** Excludes methods from weaving, whatever the rules say. Thread-safe. */
interface MethodFilter {
    boolean excludes(String className, String methodName);
}

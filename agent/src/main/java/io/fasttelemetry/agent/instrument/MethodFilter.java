/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

/** Says which methods of which classes are never woven, whatever the rules say. Thread-safe. */
interface MethodFilter {
    boolean excludes(String className, String methodName);
}

/* SPDX-License-Identifier: Apache-2.0 */
/** What the bundled libraries get instead of java.util.logging. */
package io.fasttelemetry.agent.log.silent;

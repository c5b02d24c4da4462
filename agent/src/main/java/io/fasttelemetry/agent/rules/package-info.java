/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Rules that select methods for spans, excludes, and their parser. Independent of the settings: a problem is a text for
 * the caller, and begins with the name that the caller gave.
 */
package io.fasttelemetry.agent.rules;

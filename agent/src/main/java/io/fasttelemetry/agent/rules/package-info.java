/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Which methods become spans and which never do: rules and excludes, and the text they are written in. Knows nothing of
 * settings; a problem is a text for the caller, with the name that the caller gave in front.
 */
package io.fasttelemetry.agent.rules;

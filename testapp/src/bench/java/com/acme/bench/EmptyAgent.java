/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.bench;

import java.lang.instrument.Instrumentation;

/** What any agent costs the start of a program. */
public final class EmptyAgent {
    private EmptyAgent() {}

    public static void premain(String arguments, Instrumentation instrumentation) {}
}

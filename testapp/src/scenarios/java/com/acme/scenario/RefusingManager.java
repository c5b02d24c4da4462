/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.scenario;

import java.security.Permission;

/**
 * A security manager that refuses everything once the agent comes: each question asked with a class of it on the
 * stack. No invokedynamic.
 */
@SuppressWarnings({"removal", "deprecation"})
public final class RefusingManager extends SecurityManager {
    @Override
    public void checkPermission(Permission permission) {
        for (Class<?> caller : getClassContext()) {
            if (caller.getName().startsWith("io.fasttelemetry.")) {
                throw new SecurityException("refused: ".concat(permission.getName()));
            }
        }
    }
}

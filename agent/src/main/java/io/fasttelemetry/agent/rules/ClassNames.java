/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.rules;

/** Names of classes as users write them. Stateless; any thread. */
final class ClassNames {
    private ClassNames() {}

    /**
     * Turns each dot after the first part that begins with a capital letter into {@code $}. Returns null if there is no
     * such dot.
     */
    static String nested(String name) {
        int start = 0;
        for (int dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', start)) {
            if (Character.isUpperCase(name.charAt(start))) {
                return name.substring(0, dot).concat(name.substring(dot).replace('.', '$'));
            }
            start = dot + 1;
        }
        return null;
    }
}

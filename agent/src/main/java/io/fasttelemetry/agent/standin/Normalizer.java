/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.standin;

import java.text.Normalizer.Form;

/**
 * Stands in for {@code java.text.Normalizer}, which OkHttp applies to every host name; the JDK's loads its Unicode
 * tables. A name in ASCII is normalised already (Unicode Standard Annex 15, section 1.2); for others the JDK's is
 * called. Thread-safe.
 */
public final class Normalizer {
    private Normalizer() {}

    public static String normalize(CharSequence text, Form form) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return java.text.Normalizer.normalize(text, form);
            }
        }
        return text.toString();
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/**
 * Checks the woven methods of a class before the JVM gets it: weaving must not turn a method into one that the JVM
 * refuses or that HotSpot never compiles. Stateless; any thread.
 */
final class CodeLimits {
    /** HotSpot interprets larger methods for ever, unless {@code -XX:-DontCompileHugeMethods} is given. */
    static final int MAX_COMPILED_BYTES = 8000;

    private static final int MAX_CODE_BYTES = 65535;

    private CodeLimits() {}

    /**
     * Methods that must not be woven, by name and descriptor as one string, with the reason; empty most of the time.
     */
    static Map<String, String> exceeded(byte[] plain, byte[] woven) {
        Map<String, CodeSizes.Size> before = CodeSizes.read(plain);
        Map<String, String> exceeded = new HashMap<>();
        for (Map.Entry<String, CodeSizes.Size> entry : CodeSizes.read(woven).entrySet()) {
            CodeSizes.Size was = before.get(entry.getKey());
            String reason = was == null ? null : reason(was, entry.getValue());
            if (reason != null) {
                exceeded.put(entry.getKey(), reason);
            }
        }
        return exceeded;
    }

    private static String reason(CodeSizes.Size was, CodeSizes.Size is) {
        if (is.maxLocals < was.maxLocals || is.maxStack < was.maxStack) {
            // beyond 65 535 the number in the class file has wrapped around to 0
            return "with a span it would have more local variables or operands than a method can have";
        }
        if (is.codeBytes > MAX_CODE_BYTES) {
            return "with a span it would be larger than 64 KB";
        }
        if (was.codeBytes <= MAX_COMPILED_BYTES && is.codeBytes > MAX_COMPILED_BYTES && Flag.LEAVES_HUGE_INTERPRETED) {
            return "with a span it would have more than " + MAX_COMPILED_BYTES
                    + " bytes of code, and the JVM would no longer compile it";
        }
        return null;
    }

    /** The JVM's flag, read when the first method crosses the limit. */
    private static final class Flag {
        static final boolean LEAVES_HUGE_INTERPRETED = !isOff();

        private static boolean isOff() {
            try {
                Object properties = Class.forName("jdk.internal.vm.VMSupport")
                        .getMethod("getAgentProperties")
                        .invoke(null);
                String arguments = ((Properties) properties).getProperty("sun.jvm.args", "");
                return arguments.lastIndexOf("-XX:-DontCompileHugeMethods")
                        > arguments.lastIndexOf("-XX:+DontCompileHugeMethods");
            } catch (ReflectiveOperationException | RuntimeException e) {
                return false; // not available on this JVM
            }
        }
    }
}

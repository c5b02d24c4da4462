/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import io.fasttelemetry.agent.rules.MethodRule;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodTooLargeException;
import org.objectweb.asm.Opcodes;

/**
 * Rewrites one class: puts a span around each method that a rule names.
 *
 * <p>The rest of the class file is copied unchanged, no member is added, and no class or resource is loaded.
 * Thread-safe.
 */
final class Weaver {
    /**
     * Newest class file version that the reader knows. Newer ones are read as this one, since the format has been
     * compatible for many years.
     */
    private static final int NEWEST = Opcodes.V27;

    private static final int MAJOR_VERSION = 6;

    private final SharedOperations operations;
    private final LeftAlone leftAlone;

    Weaver(SharedOperations operations, LeftAlone leftAlone) {
        this.operations = operations;
        this.leftAlone = leftAlone;
    }

    /**
     * Weaves spans into a class; returns null if no method was woven.
     *
     * @param className with dots
     * @param rules the rules that name the class or one of its supertypes
     */
    byte[] weave(String className, byte[] classFile, MethodRule[] rules, MethodFilter filter) {
        int version = ((classFile[MAJOR_VERSION] & 0xFF) << 8) | (classFile[MAJOR_VERSION + 1] & 0xFF);
        MethodSelection selection = MethodSelection.of(className, classFile, rules, filter);
        if (version <= NEWEST) {
            return weave(className, new ClassReader(classFile), classFile, new TracedMethods(className, selection));
        }
        byte[] older = classFile.clone();
        setVersion(older, NEWEST);
        byte[] woven = weave(className, new ClassReader(older), older, new TracedMethods(className, selection));
        if (woven != null) {
            setVersion(woven, version);
        }
        return woven;
    }

    private static void setVersion(byte[] classFile, int version) {
        classFile[MAJOR_VERSION] = (byte) (version >>> 8);
        classFile[MAJOR_VERSION + 1] = (byte) version;
    }

    private byte[] weave(String className, ClassReader reader, byte[] classFile, TracedMethods methods) {
        reader.accept(methods, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        if (methods.suspending() != null) {
            leftAlone.log(
                    "suspend functions of " + className + " (" + methods.suspending() + ")",
                    "they return when they suspend, so a span would be a piece of the call");
        }
        Set<String> tooLarge = new HashSet<>();
        while (!methods.isEmpty()) {
            ClassWriter writer = new ClassWriter(reader, 0);
            reader.accept(new WeavingVisitor(writer, className, methods, operations), ClassReader.EXPAND_FRAMES);
            try {
                byte[] woven = writer.toByteArray();
                if (woven.length <= CodeLimits.MAX_COMPILED_BYTES && !methods.hasManyLocals()) {
                    return woven; // no method can be near a limit
                }
                Map<String, String> exceeded = CodeLimits.exceeded(classFile, woven);
                if (exceeded.isEmpty()) {
                    return woven;
                }
                for (Map.Entry<String, String> method : exceeded.entrySet()) {
                    leaveOut(className, method.getKey(), method.getValue(), methods);
                }
            } catch (MethodTooLargeException e) {
                if (!tooLarge.add(e.getMethodName() + e.getDescriptor())) {
                    throw e;
                }
                String method = e.getMethodName() + e.getDescriptor();
                leaveOut(className, method, "with a span it would be larger than 64 KB", methods);
            }
        }
        return null;
    }

    private void leaveOut(String className, String methodAndDescriptor, String reason, TracedMethods methods) {
        methods.remove(methodAndDescriptor);
        String method = methodAndDescriptor.substring(0, methodAndDescriptor.indexOf('('));
        leftAlone.log("method " + className + "." + method, reason);
    }
}

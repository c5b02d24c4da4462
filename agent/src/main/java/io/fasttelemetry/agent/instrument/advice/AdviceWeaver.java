/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument.advice;

import io.fasttelemetry.agent.instrument.ClassWeaver;
import io.fasttelemetry.agent.instrument.TracedClass;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodTooLargeException;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Inlines {@link SpanAdvice} and its variants into the traced methods of a class, with Byte Buddy.
 *
 * <p>The rest of the class file is copied unchanged, no member is added, and no class or resource is loaded.
 * Thread-safe.
 */
public final class AdviceWeaver implements ClassWeaver {
    /**
     * Newest class file version that the reader knows. Newer ones are read as this one, since the format has been
     * compatible for many years.
     */
    private static final int NEWEST = Opcodes.V28;

    private static final int MAJOR_VERSION = 6;

    private final SpanAdvices advices = new SpanAdvices();

    @Override
    public byte[] weave(TracedClass type) {
        byte[] file = readable(type.file());
        byte[] woven = weave(type, file);
        if (woven != null && file != type.file()) {
            setVersion(woven, version(type.file()));
        }
        return woven;
    }

    /** The class file, or a copy with a version that the reader knows. */
    static byte[] readable(byte[] file) {
        if (file.length <= MAJOR_VERSION + 1 || version(file) <= NEWEST) {
            return file;
        }
        byte[] older = file.clone();
        setVersion(older, NEWEST);
        return older;
    }

    private static int version(byte[] file) {
        return ((file[MAJOR_VERSION] & 0xFF) << 8) | (file[MAJOR_VERSION + 1] & 0xFF);
    }

    private static void setVersion(byte[] classFile, int version) {
        classFile[MAJOR_VERSION] = (byte) (version >>> 8);
        classFile[MAJOR_VERSION + 1] = (byte) version;
    }

    private byte[] weave(TracedClass type, byte[] file) {
        ClassReader reader = new ClassReader(file);
        TracedMethods methods = new TracedMethods(type, file);
        reader.accept(methods, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        if (methods.suspending() != null) {
            type.leaveOutSuspending(methods.suspending());
        }
        Set<String> tooLarge = new HashSet<>();
        while (!methods.isEmpty()) {
            ClassWriter writer = inline(type, reader, methods);
            try {
                byte[] woven = writer.toByteArray();
                Map<String, String> exceeded = type.exceededLimits(woven, methods.hasManyLocals());
                if (exceeded.isEmpty()) {
                    return woven;
                }
                for (Map.Entry<String, String> method : exceeded.entrySet()) {
                    leaveOut(type, method.getKey(), method.getValue(), methods);
                }
            } catch (MethodTooLargeException e) {
                if (!tooLarge.add(e.getMethodName() + e.getDescriptor())) {
                    throw e;
                }
                String method = e.getMethodName() + e.getDescriptor();
                leaveOut(type, method, "with a span it would be larger than 64 KB", methods);
            }
        }
        return null;
    }

    private ClassWriter inline(TracedClass type, ClassReader reader, TracedMethods methods) {
        try {
            return inline(type, reader, methods, false);
        } catch (IllegalStateException e) {
            return inline(type, reader, methods, true);
        }
    }

    private ClassWriter inline(TracedClass type, ClassReader reader, TracedMethods methods, boolean copying) {
        ClassWriter writer = new ClassWriter(reader, 0);
        reader.accept(new WeavingVisitor(writer, type, methods, advices, copying), ClassReader.EXPAND_FRAMES);
        return writer;
    }

    private static void leaveOut(TracedClass type, String nameAndDescriptor, String reason, TracedMethods methods) {
        methods.remove(nameAndDescriptor);
        type.leaveOut(nameAndDescriptor.substring(0, nameAndDescriptor.indexOf('(')), reason);
    }
}

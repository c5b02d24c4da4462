/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument.advice;

import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/** What a class file says of its class, and of the members that a value can be read from. Immutable once read. */
final class DeclaredMembers {
    final int access;
    final String name;
    /** Null for java.lang.Object. */
    final String superName;

    final String[] interfaceNames;
    final List<Member> fields = new ArrayList<>();
    /** Without those that compilers add. */
    final List<Member> methods = new ArrayList<>();

    /** A field or method of an instance. Immutable. */
    static final class Member {
        final String owner;
        final int access;
        final String name;
        final String descriptor;

        Member(String owner, int access, String name, String descriptor) {
            this.owner = owner;
            this.access = access;
            this.name = name;
            this.descriptor = descriptor;
        }
    }

    private DeclaredMembers(ClassReader file) {
        access = file.getAccess();
        name = file.getClassName();
        superName = file.getSuperName();
        interfaceNames = file.getInterfaces();
        file.accept(new Collector(), ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    }

    /** Reads a class file; null if it is not understood. */
    static DeclaredMembers read(byte[] file) {
        try {
            return new DeclaredMembers(new ClassReader(file));
        } catch (RuntimeException e) {
            return null; // damaged, or newer than the reader; its members count as unknown
        }
    }

    boolean isInterface() {
        return (access & Opcodes.ACC_INTERFACE) != 0;
    }

    private final class Collector extends ClassVisitor {
        Collector() {
            super(Opcodes.ASM9);
        }

        @Override
        public FieldVisitor visitField(int flags, String field, String descriptor, String signature, Object value) {
            if ((flags & (Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC)) == 0) {
                fields.add(new Member(name, flags, field, descriptor));
            }
            return null;
        }

        @Override
        public MethodVisitor visitMethod(
                int flags, String method, String descriptor, String signature, String[] exceptions) {
            int left = Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC | Opcodes.ACC_BRIDGE;
            if ((flags & left) == 0 && method.charAt(0) != '<' && !descriptor.endsWith(")V")) {
                methods.add(new Member(name, flags, method, descriptor));
            }
            return null;
        }
    }
}

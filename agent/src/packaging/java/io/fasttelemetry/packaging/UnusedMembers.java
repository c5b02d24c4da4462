/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.packaging;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Takes the methods from Byte Buddy's classes that no code of ours can reach. Loading and verifying them costs time at
 * the first woven class, and they mention most of Byte Buddy's other classes, which go with them.
 *
 * <p>A class is <i>known</i> when code that stays mentions it, and <i>initialised</i> when such code makes an instance
 * of it, calls a static method or uses a static field. What stays of a known class:
 *
 * <ul>
 *   <li>constructors that are called, and the static initialiser if it is initialised;
 *   <li>a method whose name and descriptor are those of any call, by whatever type: too many rather than too few;
 *   <li>a method whose name is that of a method of a JDK type above it, which the JDK may call;
 *   <li>all of an annotation type, and what an enum's constants are looked up by, which reflection needs.
 * </ul>
 */
final class UnusedMembers {
    private static final String PREFIX = "net/bytebuddy/";

    private final Map<String, byte[]> classes;
    private final JdkSignatures jdk;
    private final Map<String, ClassNode> known = new HashMap<>();
    private final Map<String, Set<String>> jdkNames = new HashMap<>();
    private final Set<String> initialised = new HashSet<>();
    private final Set<String> called = new HashSet<>();
    private final Set<MethodNode> staying = new LinkedHashSet<>();
    private final ArrayDeque<Runnable> open = new ArrayDeque<>();

    private UnusedMembers(Map<String, byte[]> classes, JdkSignatures jdk) {
        this.classes = classes;
        this.jdk = jdk;
    }

    /** Removes them from these class files, by internal name, and drops classes that are not known. */
    static void removeFrom(Map<String, byte[]> classes, JdkSignatures jdk) {
        new UnusedMembers(classes, jdk).removeAll();
    }

    private void removeAll() {
        MemberMentions ours = new MemberMentions(this);
        classes.forEach((name, file) -> {
            if (!name.startsWith(PREFIX) && name.startsWith("io/fasttelemetry/")) {
                ours.readAll(new ClassReader(file));
            }
        });
        while (!open.isEmpty()) {
            open.pop().run();
        }
        classes.keySet().removeIf(name -> name.startsWith(PREFIX) && !known.containsKey(name));
        known.forEach((name, node) -> classes.put(name, without(node)));
    }

    /** A type that code mentions. */
    void mention(String name) {
        if (!name.startsWith(PREFIX) || known.containsKey(name) || !classes.containsKey(name)) {
            return;
        }
        ClassNode node = new ClassNode();
        new ClassReader(classes.get(name)).accept(node, 0);
        known.put(name, node);
        mention(node.superName);
        node.interfaces.forEach(this::mention);
        if ((node.access & Opcodes.ACC_ENUM) != 0) {
            initialise(name); // an annotation may name its constants
        }
        open.push(() -> keepWhatIsCalled(node));
    }

    /** A class that code may initialise, and so its superclasses. */
    void initialise(String name) {
        mention(name);
        ClassNode node = known.get(name);
        if (node == null || !initialised.add(name)) {
            return;
        }
        initialise(node.superName);
        node.interfaces.forEach(this::initialise);
        for (MethodNode method : node.methods) {
            if (method.name.equals("<clinit>")) {
                keep(method);
            }
        }
    }

    /** A call of a method or constructor. */
    void call(String owner, String name, String descriptor) {
        mention(owner);
        boolean isConstructor = name.equals("<init>");
        if (called.add((isConstructor ? owner : "") + name + descriptor)) {
            open.push(() -> {
                if (!isConstructor) {
                    Set.copyOf(known.values()).forEach(node -> keepNamed(node, name, descriptor));
                } else if (known.containsKey(owner)) {
                    keepNamed(known.get(owner), name, descriptor);
                }
            });
        }
    }

    private void keepNamed(ClassNode node, String name, String descriptor) {
        for (MethodNode method : node.methods) {
            if (method.name.equals(name) && method.desc.equals(descriptor)) {
                keep(method);
            }
        }
    }

    private void keepWhatIsCalled(ClassNode node) {
        Set<String> names = namesOfTheJdk(node);
        boolean isAnnotation = (node.access & Opcodes.ACC_ANNOTATION) != 0;
        for (MethodNode method : node.methods) {
            boolean isConstructor = method.name.equals("<init>");
            boolean isStatic = (method.access & Opcodes.ACC_STATIC) != 0;
            boolean isEnums = isStatic && (node.access & Opcodes.ACC_ENUM) != 0 && method.name.startsWith("value");
            if (isAnnotation
                    || isEnums
                    || (names.contains(method.name) && !isStatic)
                    || called.contains((isConstructor ? node.name : "") + method.name + method.desc)) {
                keep(method);
            }
        }
    }

    /** Names of the methods of the nearest types above a class that are the JDK's. */
    private Set<String> namesOfTheJdk(ClassNode node) {
        Set<String> names = new HashSet<>();
        addNamesOfTheJdk(node, names);
        return names;
    }

    private void addNamesOfTheJdk(ClassNode node, Set<String> names) {
        Set<String> parents = new LinkedHashSet<>(node.interfaces);
        parents.add(node.superName);
        for (String parent : parents) {
            if (known.containsKey(parent)) {
                addNamesOfTheJdk(known.get(parent), names);
            } else {
                names.addAll(jdkNames.computeIfAbsent(parent, jdk::methodNames));
            }
        }
    }

    private void keep(MethodNode method) {
        if (staying.add(method)) {
            open.push(() -> new MemberMentions(this).read(method));
        }
    }

    private byte[] without(ClassNode node) {
        Set<String> kept = new HashSet<>();
        node.methods.stream().filter(staying::contains).forEach(method -> kept.add(method.name + method.desc));
        ClassWriter writer = new ClassWriter(0);
        new ClassReader(classes.get(node.name))
                .accept(
                        new ClassVisitor(Opcodes.ASM9, writer) {
                            @Override
                            public MethodVisitor visitMethod(
                                    int access, String name, String descriptor, String signature, String[] thrown) {
                                return kept.contains(name + descriptor)
                                        ? super.visitMethod(access, name, descriptor, signature, thrown)
                                        : null;
                            }
                        },
                        0);
        return writer.toByteArray();
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.fasttelemetry.agent.instrument.RecordedSpans.Recorded;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Values that woven code captures: their types, where they come from, and what happens when there is none. */
final class WovenCapturesTest {
    private static final String SOURCE = """
            package com.acme.values;

            enum Colour { RED { }, BLUE }

            interface Priced { default int getPrice() { return 42; } }

            class Base { public String base = "base"; String inPackage() { return "package"; } }

            class Item extends Base implements Priced {
                private final String sku;
                private final Item next;
                Item(String sku, Item next) { this.sku = sku; this.next = next; }
                static int calls;
                public String getSku() { calls++; return sku; }
                protected String guarded() { return "guarded"; }
                public boolean isFree() { return false; }
                public Item next() { return next; }
                public double weight() { return 1.5; }
                public float size() { return 2.5f; }
                public long[] parts() { return new long[] {1, 2}; }
                public Colour colour() { return Colour.RED; }
                public String get(String name) { return name.toUpperCase(java.util.Locale.ROOT); }
                public int count(String a, String b) { return (a + b).length(); }
                public String bad() { throw new IllegalStateException("bad"); }
                public int badInt() { throw new IllegalStateException("bad"); }
                public void nothing() {}
            }

            class Calls {
                private final String tenant = "acme";
                private int hidden() { return 7; }

                static void plain(String text, int i, long l, double d, float f, boolean z, char c, short s, byte b,
                        Integer boxed, Colour colour, Object object) {}
                static void arrays(String[] texts, int[] ints, long[] longs, double[] doubles, boolean[] booleans) {}
                static int assigns(int n, String text) {
                    while (n > 0) { n--; }
                    text = null;
                    return n;
                }
                String tenant() { return "x"; }
                static long result(long n) { if (n < 0) { throw new IllegalArgumentException("negative"); } return n; }
                static Item item(Item item) { return item; }
                int own(Item item) { return 1; }
                static void unnamed(Item first, Item second, long between, Item third) {}
            }
            """;
    private static final String PACKAGE = "com.acme.values.";
    private static final String CALLS = PACKAGE + "Calls";

    @TempDir
    Path folder;

    private Woven loader;

    /** The spans of a call of {@code Calls.method} under a rule for it, and others. */
    private List<Recorded> spans(String method, String options, String others, Object... arguments) throws Exception {
        CompiledClasses classes = CompiledClasses.of(folder, SOURCE);
        return spans(classes.file(CALLS.replace('.', '/')), classes, method, options, others, arguments);
    }

    private List<Recorded> spans(
            byte[] calls, CompiledClasses classes, String method, String options, String others, Object... arguments)
            throws Exception {
        loader = new Woven();
        for (String name : List.of("Colour", "Colour$1", "Priced", "Base", "Item")) {
            loader.put(PACKAGE + name, woven(PACKAGE + name, classes.file((PACKAGE + name).replace('.', '/')), others));
        }
        loader.put(CALLS, woven(CALLS, calls, CALLS + "[" + method + "]{" + options + "};" + others));
        Method found = null;
        for (Method each : loader.loadClass(CALLS).getDeclaredMethods()) {
            found = each.getName().equals(method) ? each : found;
        }
        Method called = found;
        called.setAccessible(true);
        Object[] values = arguments.clone();
        for (int i = 0; i < values.length; i++) {
            values[i] = values[i] instanceof Special special ? special.make(loader) : values[i];
        }
        boolean isStatic = java.lang.reflect.Modifier.isStatic(called.getModifiers());
        Object target = isStatic ? null : made(loader, CALLS);
        return RecordedSpans.of(() -> called.invoke(target, values)).spans;
    }

    private byte[] woven(String name, byte[] plain, String rules) {
        Weaver weaver = Woven.weaver();
        byte[] woven = rules.isEmpty() ? null : weaver.weave(name, plain, Woven.rules(rules), new InFolder());
        if (woven == null) {
            return plain;
        }
        return woven;
    }

    /** Reads class files as the loader of the classes would. */
    private final class InFolder implements MethodFilter {
        @Override
        public boolean excludes(String className, String methodName) {
            return false;
        }

        @Override
        public byte[] classFile(String internalName) {
            Path file = folder.resolve(internalName + ".class");
            try (InputStream in = java.nio.file.Files.exists(file)
                    ? java.nio.file.Files.newInputStream(file)
                    : ClassLoader.getSystemResourceAsStream(internalName + ".class")) {
                return in == null ? null : in.readAllBytes();
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    /** An argument of a class that is loaded for the test. */
    private interface Special {
        Object make(ClassLoader loader) throws Exception;
    }

    private static Object made(ClassLoader loader, String name) throws Exception {
        var constructor = loader.loadClass(name).getDeclaredConstructor();
        constructor.setAccessible(true);
        return constructor.newInstance();
    }

    private static Special item(String sku, Special next) {
        return loader -> {
            var constructor = loader.loadClass(PACKAGE + "Item").getDeclaredConstructors()[0];
            constructor.setAccessible(true);
            return constructor.newInstance(sku, next == null ? null : next.make(loader));
        };
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Special red() {
        return loader -> Enum.valueOf((Class) loader.loadClass(PACKAGE + "Colour"), "RED");
    }

    @Test
    void arguments_haveTheirTypes() throws Exception {
        StringBuilder options = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            options.append(i == 0 ? "" : ", ")
                    .append("attr.a")
                    .append(i)
                    .append("=${")
                    .append(i)
                    .append('}');
        }
        Object[] arguments = {"text", 1, 2L, 1.5, 2.5f, true, 'c', (short) 3, (byte) 4, 5, red(), "object"};

        assertThat(spans("plain", options.toString(), "", arguments))
                .singleElement()
                .satisfies(span -> assertThat(span.attributes())
                        .containsOnly(
                                entry("a0", "text"),
                                entry("a1", 1L),
                                entry("a2", 2L),
                                entry("a3", 1.5),
                                entry("a4", 2.5),
                                entry("a5", true),
                                entry("a6", (long) 'c'),
                                entry("a7", 3L),
                                entry("a8", 4L),
                                entry("a9", 5L),
                                entry("a10", "RED"),
                                entry("a11", "object")));
        assertThat(spans(
                        "plain",
                        options.toString(),
                        "",
                        null,
                        1,
                        2L,
                        1.5,
                        2.5f,
                        false,
                        'c',
                        (short) 3,
                        (byte) 4,
                        null,
                        null,
                        null))
                .singleElement()
                .satisfies(span -> {
                    assertThat(span.attributes()).hasSize(8).containsEntry("a5", false);
                    assertThat(span.leftOut()).isZero();
                });
    }

    @Test
    void arguments_mayBeArrays() throws Exception {
        assertThat(spans(
                        "arrays",
                        "attr.t=${0}, attr.i=${1}, attr.l=${2}, attr.d=${3}, attr.z=${4}",
                        "",
                        new String[] {"a", "b"},
                        new int[] {1, 2},
                        new long[] {3},
                        new double[] {0.5},
                        new boolean[] {true, false}))
                .singleElement()
                .satisfies(span -> assertThat(span.attributes())
                        .containsOnly(
                                entry("t", List.of("a", "b")),
                                entry("i", "[1, 2]"),
                                entry("l", "[3]"),
                                entry("d", "[0.5]"),
                                entry("z", "[true, false]")));
    }

    @Test
    void arguments_areThoseOfTheCall() throws Exception {
        assertThat(spans("assigns", "attr.n=${0}, attr.text=${text}, attr.r=${return}", "", 5, "before"))
                .singleElement()
                .satisfies(span -> assertThat(span.attributes())
                        .containsOnly(entry("n", 5L), entry("text", "before"), entry("r", 0L)));
    }

    @Test
    void result_isThereIfTheMethodReturns() throws Exception {
        String options = "attr.r=${return}, attr.why=${thrown.message}, attr.again=${thrown.getMessage()}";

        assertThat(spans("result", options, "", 3L))
                .singleElement()
                .satisfies(span -> assertThat(span.attributes()).containsOnly(entry("r", 3L)));
        assertThat(spans("result", options, "", -3L)).singleElement().satisfies(span -> {
            assertThat(span.attributes()).containsOnly(entry("why", "negative"), entry("again", "negative"));
            assertThat(span.thrown()).hasMessage("negative");
            assertThat(span.leftOut()).isZero();
        });
    }

    @Test
    void paths_readFieldsPropertiesAndMethods() throws Exception {
        String options = "attr.sku=${0.sku}, attr.free=${item.free}, attr.base=${0.base}, attr.price=${return.price},"
                + " attr.next=${0.next.next.sku}, attr.w=${0.weight}, attr.s=${0.size()}, attr.parts=${0.parts},"
                + " attr.colour=${0.colour}, attr.get=${0.get(\"x-user\")}, attr.count=${0.count(\"ab\", \"c\")},"
                + " attr.text=${0.colour.toString()}, attr.package=${0.inPackage}, attr.name=${0.colour.name}";

        assertThat(spans("item", options, "", item("a", item("b", item("c", null)))))
                .singleElement()
                .satisfies(span -> {
                    assertThat(span.attributes())
                            .containsOnly(
                                    entry("sku", "a"),
                                    entry("free", false),
                                    entry("base", "base"),
                                    entry("price", 42L),
                                    entry("next", "c"),
                                    entry("w", 1.5),
                                    entry("s", 2.5),
                                    entry("parts", "[1, 2]"),
                                    entry("colour", "RED"),
                                    entry("get", "X-USER"),
                                    entry("count", 3L),
                                    entry("text", "RED"),
                                    entry("package", "package"),
                                    entry("name", "RED"));
                    assertThat(span.leftOut()).isZero();
                });
    }

    @Test
    void paths_callNothingOnNull() throws Exception {
        String options =
                "attr.sku=${0.sku}, attr.next=${0.next.next.sku}, attr.price=${return.price}, attr.it=${0.base}";

        assertThat(spans("item", options, "", item(null, item("b", null))))
                .singleElement()
                .satisfies(span -> {
                    assertThat(span.attributes()).containsOnly(entry("price", 42L), entry("it", "base"));
                    assertThat(span.leftOut()).isZero();
                });
        assertThat(spans("item", options, "", new Object[] {null}))
                .singleElement()
                .satisfies(span -> {
                    assertThat(span.attributes()).isEmpty();
                    assertThat(span.leftOut()).isZero();
                });
    }

    @Test
    void paths_thatThrowAreCountedAndTheOthersAreThere() throws Exception {
        String options = "attr.bad=${0.bad}, attr.sku=${0.sku}, attr.worse=${0.badInt}";

        assertThat(spans("item", options, "", item("a", null))).singleElement().satisfies(span -> {
            assertThat(span.attributes()).containsOnly(entry("sku", "a"));
            assertThat(span.leftOut()).isEqualTo(2);
            assertThat(span.thrown()).isNull();
        });
    }

    @Test
    void paths_reachWhatIsPrivateInTheClassItself() throws Exception {
        assertThat(spans("own", "attr.t=${this.tenant}, attr.h=${this.hidden}", "", item("a", null)))
                .singleElement()
                .satisfies(span -> assertThat(span.attributes()).containsOnly(entry("t", "acme"), entry("h", 7L)));
    }

    /** The getter has a span with values of its own, below that of the method; both keep theirs. */
    @Test
    void paths_throughTracedMethodsKeepContextAndValues() throws Exception {
        String others = PACKAGE + "Item[getSku]{attr.inner=${return}}";

        List<Recorded> spans =
                spans("own", "attr.sku=${0.sku}, attr.r=${return}, attr.t=${this.tenant}", others, item("a", null));

        assertThat(spans).hasSize(2);
        assertThat(spans.get(0).attributes()).containsOnly(entry("inner", "a"));
        assertThat(spans.get(0).parentId()).isEqualTo(spans.get(1).spanId());
        assertThat(spans.get(1).attributes()).containsOnly(entry("sku", "a"), entry("r", 1L), entry("t", "acme"));
        assertThat(spans.get(1).parentId()).isZero();
    }

    @Test
    void paths_thatLeadNowhereAreLeftOutAlone() throws Exception {
        String options = "attr.a=${0.skew}, attr.b=${7}, attr.c=${this.tenant}, attr.d=${other}, attr.e=${0},"
                + " attr.f=${0.nothing}, attr.g=${0.get(\"a\", \"b\")}, attr.h=${0.sku.bytes},"
                + " attr.i=${0.guarded}, attr.sku=${0.sku}";

        assertThat(spans("item", options, "", item("a", null))).singleElement().satisfies(span -> {
            assertThat(span.attributes()).containsOnly(entry("sku", "a"));
            assertThat(span.leftOut()).isZero();
        });
    }

    @Test
    void limitedMethods_captureAsWell() throws Exception {
        assertThat(spans("item", "min=0ms, attr.sku=${0.sku}, attr.r=${return.weight}", "", item("a", null)))
                .singleElement()
                .satisfies(span -> assertThat(span.attributes()).containsOnly(entry("sku", "a"), entry("r", 1.5)));
        assertThat(spans("own", "min=1m, attr.sku=${0.sku}", "", item("a", null)))
                .isEmpty();
    }

    @Test
    void leftOutSpans_haveNothingComputed() throws Exception {
        String options = "attr.sku=${0.getSku()}";

        assertThat(spans("own", options.concat(", ratio=0"), "", item("a", null)))
                .isEmpty();
        assertThat(calls()).isZero();
        assertThat(spans("own", options.concat(", ratio=1"), "", item("a", null)))
                .hasSize(1);
        assertThat(calls()).isEqualTo(1);
    }

    private int calls() throws Exception {
        var field = loader.loadClass(PACKAGE + "Item").getDeclaredField("calls");
        field.setAccessible(true);
        return field.getInt(null);
    }

    @Test
    void wovenClasses_passTheVerifier() throws Exception {
        CompiledClasses classes = CompiledClasses.of(folder, SOURCE);
        String rules = CALLS + "[own]{attr.t=${this.tenant}, attr.h=${this.hidden}, attr.n=${0.next.sku},"
                + " attr.r=${return}, attr.w=${0.weight}, attr.m=${thrown.message}};" + CALLS
                + "[*]{min=1ms, attr.a=${0}, attr.r=${return}}";
        byte[] plain = classes.file(CALLS.replace('.', '/'));

        byte[] woven = woven(CALLS, plain, rules);

        assertThat(woven).isNotEqualTo(plain);
        assertThat(Woven.problems(woven, classes.loader())).isEmpty();
    }

    /** Code as jlink writes it: the place of {@code this} is used for another object. */
    @Test
    void placeOfThis_mayBeUsedAgain() throws Exception {
        String name = "com.acme.values.Reused";
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        writer.visit(Opcodes.V1_5, Opcodes.ACC_PUBLIC, name.replace('.', '/'), null, "java/lang/Object", null);
        MethodVisitor code = writer.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "()V", null, null);
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
        code.visitInsn(Opcodes.RETURN);
        code.visitMaxs(0, 0);
        code = writer.visitMethod(Opcodes.ACC_PUBLIC, "toString", "()Ljava/lang/String;", null, null);
        code.visitLdcInsn("text");
        code.visitInsn(Opcodes.ARETURN);
        code.visitMaxs(0, 0);
        code = writer.visitMethod(Opcodes.ACC_PUBLIC, "run", "()Ljava/lang/String;", null, null);
        code.visitLdcInsn("other");
        code.visitVarInsn(Opcodes.ASTORE, 0);
        code.visitVarInsn(Opcodes.ALOAD, 0);
        code.visitInsn(Opcodes.ARETURN);
        code.visitMaxs(0, 0);
        byte[] woven = woven(name, writer.toByteArray(), name + "[run]{attr.a=${this.toString()}, attr.r=${return}}");

        assertThat(Woven.problems(woven, getClass().getClassLoader())).isEmpty();
        Object object =
                new Woven().put(name, woven).loadClass(name).getConstructor().newInstance();
        RecordedSpans run =
                RecordedSpans.of(() -> object.getClass().getMethod("run").invoke(object));
        assertThat(run.spans)
                .singleElement()
                .satisfies(span -> assertThat(span.attributes()).containsOnly(entry("a", "text"), entry("r", "other")));
    }

    /** Parameters whose places other compilers use again, so that the other form of advice is needed. */
    @Test
    void framesWithoutParameters_captureAsWell() throws Exception {
        String name = OtherCompilersFramesTest.NAME;
        byte[] woven = woven(
                name,
                OtherCompilersFramesTest.classFile(),
                name + "[*]{attr.o=${0}, attr.length=${0.hashCode}, attr.r=${return}}");

        assertThat(Woven.problems(woven, getClass().getClassLoader())).isEmpty();
        Class<?> type = new Woven().put(name, woven).loadClass(name);
        for (String method : List.of("usual", "reused", "forgotten", "dead")) {
            RecordedSpans run =
                    RecordedSpans.of(() -> type.getMethod(method, Object.class).invoke(null, "argument"));
            long result = (int) run.result;
            assertThat(run.spans)
                    .singleElement()
                    .satisfies(span -> assertThat(span.attributes())
                            .containsOnly(
                                    entry("o", "argument"),
                                    entry("length", (long) "argument".hashCode()),
                                    entry("r", result)));
        }
    }

    /** Without frames, as before Java 6. */
    @Test
    void oldClassFiles_captureAsWell() throws Exception {
        CompiledClasses classes = CompiledClasses.of(folder, SOURCE);
        ClassWriter old = new ClassWriter(0);
        new ClassReader(classes.file(CALLS.replace('.', '/')))
                .accept(
                        new ClassVisitor(Opcodes.ASM9, old) {
                            @Override
                            public void visit(int v, int access, String n, String s, String parent, String[] is) {
                                super.visit(Opcodes.V1_4, access, n, s, parent, is);
                            }
                        },
                        ClassReader.SKIP_FRAMES);

        assertThat(spans(
                        old.toByteArray(),
                        classes,
                        "own",
                        "attr.t=${this.tenant}, attr.h=${this.hidden}, attr.sku=${0.sku}, attr.bad=${0.bad}",
                        "",
                        item("a", null)))
                .singleElement()
                .satisfies(span -> {
                    assertThat(span.attributes()).containsOnly(entry("t", "acme"), entry("h", 7L), entry("sku", "a"));
                    assertThat(span.leftOut()).isEqualTo(1);
                });
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MethodRulesTest {
    private static final String NAME = "fasttelemetry.methods";

    private static MethodRules good(String text) {
        List<String> problems = new ArrayList<>();
        MethodRules rules = MethodRules.parse(text, NAME, problems);
        assertThat(problems).isEmpty();
        return rules;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "com.acme.Cart[add,remove]                    | [com.acme.Cart[add,remove]]",
                "com.acme.Cart[add,remove];com.acme.O$Item[p] | [com.acme.Cart[add,remove], com.acme.O$Item[p]]",
                "'  com.acme.Cart [ add , remove ] ; Main '   | [com.acme.Cart[add,remove], Main]",
                "com.acme.Cart[*]                             | [com.acme.Cart[*]]",
                "com.acme.Cart[add,*]                         | [com.acme.Cart[*]]",
                "com.acme.Cart::checkout                      | [com.acme.Cart[checkout]]",
                "com.acme.Cart :: checkout                    | [com.acme.Cart[checkout]]",
                "com.acme.Cart                                | [com.acme.Cart]",
                ";;A[x];;                                     | [A[x]]",
                "A[x,,y,]                                     | [A[x,y]]",
                "A[x];B[x];A[y,x]                             | [A[x,y], B[x]]",
                "A[x];A                                       | [A]",
                "A;A::x                                       | [A]",
                "A[*];A;A[*]                                  | [A]",
                "A::x;A::y;A;A::z                             | [A]",
                "A::x;A;B::x;A::y;B::y                        | [A, B[x,y]]",
                "A$[apply$mcV$sp];K\u00e4se[price-impl,\u00fcber_1]"
                        + " | [A$[apply$mcV$sp], K\u00e4se[price-impl,\u00fcber_1]]",
                "my-app.deploy-app[1st,add item,a+b]          | [my-app.deploy-app[1st,add item,a+b]]",
                "9lives::x;com.acme.\uD83D\uDE80[\uD83D\uDE80go] | [9lives[x], com.acme.\uD83D\uDE80[\uD83D\uDE80go]]",
                "com.acme.My Class::call me                   | [com.acme.My Class[call me]]",
                "A[x,y],B[z]                                  | [A[x,y], B[z]]",
                "com.acme.A,com.acme.B                        | [com.acme.A, com.acme.B]",
                "+com.acme.Cart;!com.acme.Cart[x]             | [com.acme.Cart, !com.acme.Cart[x]]",
                "!+com.acme.Cart[x]                           | [!+com.acme.Cart[x]]",
                "com.acme.*                                   | [com.acme.*]",
                "* com.acme.Ca*#ad*d(*.String, int[])         | [com.acme.Ca*#ad*d(*.String, int[])]",
                "public com.acme.*Service#*                   | [public com.acme.*Service]",
                "com.acme.Cart#add(*),com.acme.Cart#reset()   | [com.acme.Cart#add, com.acme.Cart#reset()]",
                "private @com.acme.A com.acme.*#x             | [private @com.acme.A com.acme.*#x]",
                "public @@jakarta.enterprise.context.NormalScope com.acme.*"
                        + " | [public @@jakarta.enterprise.context.NormalScope com.acme.*]",
                "@com.acme.A;::main                           | [@com.acme.A, *#main]",
                "com.acme.Cart#log(String...)                 | [com.acme.Cart#log(String[])]",
                "A[x]{name=\"a;b, \\\"c\", kind=CLIENT, attr.team=payments}"
                        + " | [A[x]{name=\"a;b, \\\"c\", kind=client, attr.team=\"payments\"}]",
                "A[x]{}                                       | [A[x]]",
            })
    void parse_readsEveryForm(String text, String rules) {
        assertThat(good(text)).hasToString(rules);
        assertThat(good(good(text).text())).as("written and read again").hasToString(rules);
    }

    private static String segments(int count, String separator) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append("com.acme.Cart::m").append(i).append(separator).append("com.acme.Order[x");
            text.append(i).append("]").append(separator);
        }
        return text.toString();
    }

    /** What merging copies is what makes it slow; the bytes do not depend on the machine's load. */
    @Test
    void parse_ofManySegmentsForOneClassIsLinear() {
        List<String> problems = new ArrayList<>();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long[] bytes = new long[4];
        for (int run = 0; run < bytes.length; run++) {
            String text = segments(run % 2 == 0 ? 500 : 5_000, run < 2 ? ";" : ",");
            long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            Object parsed =
                    run < 2 ? MethodRules.parse(text, NAME, problems) : ClassExcludes.parse(text, NAME, problems);
            bytes[run] = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
            assertThat(parsed.toString()).contains("m499", "x499");
        }

        assertThat(problems).isEmpty();
        assertThat(bytes[1]).isLessThan(30 * bytes[0]);
        assertThat(bytes[3]).isLessThan(30 * bytes[2]);
    }

    @Test
    void parse_ofManySegmentsKeepsEachMethod() {
        List<MethodRule> rules = good(segments(5_000, ";")).rules();

        assertThat(rules).extracting(MethodRule::className).containsExactly("com.acme.Cart", "com.acme.Order");
        assertThat(rules.get(0).methodNames())
                .hasSize(5_000)
                .startsWith("m0", "m1")
                .endsWith("m4999");
        assertThat(rules.get(1).methodNames())
                .hasSize(5_000)
                .startsWith("x0", "x1")
                .endsWith("x4999");
    }

    @Test
    void parse_readsNothingAsNoRules() {
        for (String none : new String[] {null, "", "  ", " ; ; "}) {
            assertThat(good(none).isEmpty()).isTrue();
            assertThat(good(none).rules()).isEmpty();
        }
    }

    @Test
    void matchesMethod_takesTheNamedOnesOrAll() {
        MethodRules rules = good("com.acme.O$Item[price];com.acme.All");

        MethodRule some = rules.rules().get(0);
        assertThat(some.className()).isEqualTo("com.acme.O$Item");
        assertThat(some.matchesMethod("price")).isTrue();
        assertThat(some.matchesMethod("prices")).isFalse();
        assertThat(some.matchesAllMethods()).isFalse();
        assertThat(some.methodNames()).containsExactly("price");
        MethodRule all = rules.rules().get(1);
        assertThat(all.matchesMethod("anything")).isTrue();
        assertThat(all.matchesAllMethods()).isTrue();
        assertThat(all.methodNames()).isEmpty();
        assertThat(rules.isEmpty()).isFalse();
    }

    /** Segment, column of the mistake within it, what was expected, and the nearest good one. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "com.acme.Cart[add   | 0  | the brackets do not match       | com.acme.Cart[add]",
                "com.acme.Cart add]  | 17 | the brackets do not match       | com.acme.Cart[add]",
                "com.acme.Cart[a]b   | 16 | the brackets do not match       | ",
                "com.acme.Cart[a[b]] | 15 | the brackets do not match       | ",
                "com.acme.Cart[]     | 14 | it names no method              | com.acme.Cart[*]",
                "com.acme.Cart[,]    | 15 | it names no method              | com.acme.Cart[*]",
                "[add]               | 0  | \"\" is not a class name       | ",
                "com..Cart[add]      | 0  | \"com..Cart\" is not a class name | com.Cart[add]",
                ".Cart               | 0  | \".Cart\" is not a class name  | ",
                "com.acme.           | 0  | \"com.acme.\" is not a class name | com.acme.*",
                "com/acme/Cart       | 0  | \"com/acme/Cart\" is not a class name | com.acme.Cart",
                "com.acme.Cart[ad*]  | 14 | \"ad*\" is not a method name   | +com.acme.Cart#ad*",
                "com.acme.Cart[<init>] | 14 | constructors and initialisers are not supported yet | ",
                "com.acme.Cart::     | 15 | \"\" is not a method name      | com.acme.Cart[*]",
                "com.acme.Cart::*    | 15 | \"*\" is not a method name     | com.acme.Cart[*]",
                "com.acme.Cart::a::b | 15 | \"a::b\" is not a method name  | ",
                "com.acme.Cart.add() | 0  | is not a class name             | com.acme.Cart#add()",
                "com.acme.Cart#add(  | 18 | expected ) at the end           | com.acme.Cart#add()",
                "com.acme.Cart#      | 14 | \"\" is not a method name      | com.acme.Cart#*",
                "com.acme.Cart#add(int,) | 22 | \"\" is not a type         | ",
                "static com.acme.*#x | 0  | \"static com.acme.*\" is not a class name | com.acme.*#x",
                "!                   | 1  | expected a class, a method or an annotation | ",
                "@com.acme.Timed(1)  | 1  | is not the name of an annotation | ",
                "A[x]{kind=client    | 16 | expected } at the end           | A[x]{kind=client}",
                "!A[x]{kind=client}  | 5  | an exclude has no options       | ",
            })
    void parse_leavesOutABadSegmentAlone(String segment, int column, String reason, String nearest) {
        List<String> problems = new ArrayList<>();
        MethodRules rules = MethodRules.parse("A[x];\n  " + segment + " ;B::y", NAME, problems);

        assertThat(rules).hasToString("[A[x], B[y]]");
        assertThat(problems)
                .singleElement()
                .asString()
                .startsWith(NAME + ": line 2, column " + (column + 3) + ": \"" + segment + "\" is not a rule (")
                .contains(reason)
                .endsWith((nearest == null ? "" : "; nearest: " + nearest) + "; accepted: " + MethodRules.ACCEPTED
                        + "; it is left out");
    }

    @Test
    void parse_tellsNoneFromNothingGood() {
        MethodRules bad = MethodRules.parse("A[", NAME, new ArrayList<>());

        assertThat(bad.isEmpty()).isTrue();
        assertThat(bad).isNotSameAs(MethodRules.NONE).hasToString(MethodRules.NONE.toString());
    }

    @Test
    void parse_cutsALongSegmentInItsMessage() {
        List<String> problems = new ArrayList<>();
        MethodRules.parse("A[" + "x".repeat(500) + "\n", NAME, problems);

        assertThat(problems)
                .singleElement()
                .asString()
                .contains("\"A[" + "x".repeat(Quoted.MAX_CHARS - 2) + "...\"")
                .doesNotContain("\n");
    }
}

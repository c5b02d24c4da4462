/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Who may see whom. */
final class LayerTest {
    private static final String OURS = "io.fasttelemetry..";
    private static final String AGENT = "io.fasttelemetry.agent";
    private static final String BOOTSTRAP = "io.fasttelemetry.bootstrap..";
    private static final String PROTO = "io.fasttelemetry.proto..";
    private static final String CONFIG = AGENT + ".config..";
    private static final String CONTROL = AGENT + ".control..";
    private static final String EXPORT = AGENT + ".export";
    private static final String OTLP = AGENT + ".export.otlp..";
    private static final String COUNTS = AGENT + ".export.counts..";
    private static final String TRANSPORT = AGENT + ".export.transport";
    private static final String OKHTTP = AGENT + ".export.transport.okhttp..";
    private static final String INSTRUMENT = AGENT + ".instrument..";
    private static final String ADVICE = AGENT + ".instrument.advice..";
    private static final String LOG = AGENT + ".log..";
    private static final String RULES = AGENT + ".rules..";
    private static final String STAND_IN = AGENT + ".standin..";
    private static final String VIEW = AGENT + ".view..";

    private static final JavaClasses SHIPPED = new ClassFileImporter()
            .withImportOption(location -> !location.contains("/test-classes/"))
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.fasttelemetry");

    private static void check(ArchRule rule) {
        rule.check(SHIPPED);
    }

    /** What is not named here is not seen: an arrow upwards, or a circle, has no line. */
    private static void mayUseOfOurs(String user, String... used) {
        String[] allowed = Arrays.copyOf(used, used.length + 1);
        allowed[used.length] = user;
        check(noClasses()
                .that()
                .resideInAPackage(user)
                .should()
                .dependOnClassesThat(resideInAPackage(OURS).and(not(resideInAnyPackage(allowed)))));
    }

    @Test
    void bootstrap_usesTheJdksBaseOnly() {
        check(classes()
                .that()
                .resideInAPackage(BOOTSTRAP)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        BOOTSTRAP,
                        "java.lang",
                        "java.lang.invoke",
                        "java.lang.ref",
                        "java.net",
                        "java.util",
                        "java.util.concurrent.."));
    }

    /** From the ground up; each floor uses those below it. */
    @Test
    void packages_useOnlyTheFloorsBelow() {
        mayUseOfOurs(BOOTSTRAP);
        mayUseOfOurs(PROTO);
        mayUseOfOurs(LOG);
        mayUseOfOurs(STAND_IN);
        mayUseOfOurs(RULES);
        mayUseOfOurs(CONFIG, RULES);
        mayUseOfOurs(INSTRUMENT, BOOTSTRAP, RULES, CONFIG, LOG);
        mayUseOfOurs(ADVICE, AGENT + ".instrument", BOOTSTRAP, RULES);
        mayUseOfOurs(TRANSPORT, PROTO, CONFIG, LOG);
        mayUseOfOurs(OKHTTP, TRANSPORT, PROTO, BOOTSTRAP, CONFIG, LOG);
        mayUseOfOurs(COUNTS, TRANSPORT, PROTO, BOOTSTRAP, CONFIG, LOG);
        mayUseOfOurs(EXPORT, COUNTS, BOOTSTRAP, CONFIG, LOG);
        mayUseOfOurs(OTLP, EXPORT, COUNTS, TRANSPORT, PROTO, BOOTSTRAP, CONFIG, LOG);
        mayUseOfOurs(VIEW, PROTO);
        mayUseOfOurs(CONTROL, COUNTS, RULES, INSTRUMENT, VIEW);
    }

    /** So that no class of the viewer is ever loaded in an application. */
    @Test
    void viewer_isStartedByTheCommandLineAlone() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(VIEW)
                .and()
                .doNotHaveSimpleName("CommandLine")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(VIEW));
    }

    @Test
    void premain_usesNothingOfOurs() {
        check(noClasses()
                .that()
                .haveSimpleName("AgentPremain")
                .should()
                .dependOnClassesThat(resideInAPackage(OURS).and(not(simpleName("AgentPremain")))));
    }

    @Test
    void libraries_areSeenByOnePackageEach() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(OKHTTP)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("okhttp3..", "okio..", "kotlin..", OKHTTP));
        check(noClasses()
                .that()
                .resideOutsideOfPackage(ADVICE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("net.bytebuddy..", "org.objectweb.asm..", ADVICE));
        check(noClasses()
                .that()
                .resideOutsideOfPackages(PROTO, VIEW)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.google.protobuf..", "io.opentelemetry.."));
    }

    @Test
    void nothingShipped_startsWhatIsTheApplicationsToStart() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(VIEW) // never in the application's process
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.util.logging..",
                        "java.nio.file..",
                        "java.lang.management..",
                        "javax.management..",
                        "java.util.regex..",
                        "java.util.stream..",
                        "java.util.function.."));
    }

    @Test
    void channels_areUsedWherePlainSocketsAreTheApplications() {
        check(noClasses()
                .that()
                .doNotHaveSimpleName("ChannelSocket")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.nio.channels.."));
    }

    /**
     * Whoever holds one can reach into all modules, and the application can read private fields of the agent's
     * classes.
     */
    @Test
    void rightsInTheJdk_areKeptInNoField() {
        check(noFields()
                .that()
                .areNotDeclaredIn(AgentStart.class) // on the stack of the start alone
                .should()
                .haveRawType("java.lang.instrument.Instrumentation")
                .orShould()
                .haveRawType("java.lang.invoke.MethodHandles$Lookup"));
    }
}

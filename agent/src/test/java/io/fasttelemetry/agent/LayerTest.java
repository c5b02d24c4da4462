/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** Who may see whom. */
final class LayerTest {
    private static final String OURS = "io.fasttelemetry..";
    private static final String AGENT = "io.fasttelemetry.agent";
    private static final String BOOTSTRAP = "io.fasttelemetry.bootstrap..";
    private static final String PROTO = "io.fasttelemetry.proto..";
    private static final String CONFIG = AGENT + ".config..";
    private static final String EXPORT = AGENT + ".export..";
    private static final String HTTP = AGENT + ".export.http..";
    private static final String RULES = AGENT + ".rules..";
    private static final String INSTRUMENT = AGENT + ".instrument..";
    private static final String LOG = AGENT + ".log..";

    private static final JavaClasses SHIPPED = new ClassFileImporter()
            .withImportOption(location -> !location.contains("/test-classes/"))
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.fasttelemetry");

    private static void check(ArchRule rule) {
        rule.check(SHIPPED);
    }

    private static void mayUseOfOurs(String room, String... others) {
        String[] allowed = new String[others.length + 1];
        allowed[0] = room;
        System.arraycopy(others, 0, allowed, 1, others.length);
        check(noClasses()
                .that()
                .resideInAPackage(room)
                .should()
                .dependOnClassesThat(com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage(OURS)
                        .and(com.tngtech.archunit.base.DescribedPredicate.not(
                                com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage(allowed)))));
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
                        "java.util",
                        "java.util.concurrent.."));
    }

    @Test
    void rooms_seeOnlyTheirNeighbours() {
        mayUseOfOurs(BOOTSTRAP);
        mayUseOfOurs(PROTO);
        mayUseOfOurs(RULES);
        mayUseOfOurs(CONFIG, RULES);
        mayUseOfOurs(LOG);
        mayUseOfOurs(EXPORT, PROTO, BOOTSTRAP, CONFIG, LOG);
        mayUseOfOurs(INSTRUMENT, BOOTSTRAP, RULES, LOG);
    }

    @Test
    void premain_usesNothingOfOurs() {
        check(noClasses()
                .that()
                .haveSimpleName("AgentPremain")
                .should()
                .dependOnClassesThat(com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage(OURS)
                        .and(com.tngtech.archunit.base.DescribedPredicate.not(
                                com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName("AgentPremain")))));
    }

    @Test
    void libraries_areSeenByOneRoomEach() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(HTTP)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("okhttp3..", "okio..", "kotlin..", HTTP));
        check(noClasses()
                .that()
                .resideOutsideOfPackage(INSTRUMENT)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.objectweb.asm.."));
        check(noClasses()
                .that()
                .resideOutsideOfPackage(PROTO)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.google.protobuf..", "io.opentelemetry.."));
    }

    @Test
    void nothingShipped_startsWhatIsTheApplicationsToStart() {
        check(noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.util.logging..",
                        "java.nio.file..",
                        "java.nio.channels..",
                        "java.lang.management..",
                        "javax.management..",
                        "java.util.regex..",
                        "java.util.stream..",
                        "java.util.function.."));
    }
}

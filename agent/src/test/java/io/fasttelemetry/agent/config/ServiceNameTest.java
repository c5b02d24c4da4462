/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceNameTest {
    private static Settings command(String command, String... classPath) {
        return Settings.property("sun.java.command", command)
                .andProperty("java.class.path", String.join(File.pathSeparator, classPath));
    }

    private static String shown(Settings settings) {
        return settings.config().serviceNameForMessages();
    }

    private static String name(Settings settings) {
        return settings.config().get(Options.SERVICE_NAME);
    }

    @ParameterizedTest
    @CsvSource({
        "/srv/shop-1.2.3.jar, shop",
        "shop.jar, shop",
        "./shop.JAR, shop",
        "shop-1.2.3-SNAPSHOT.jar, shop",
        "shop-1.2.3.RELEASE.war, shop",
        "shop_2.13-1.0.jar, shop",
        "shop-v2.jar, shop",
        "shop-1.0-20261125.101500-3.jar, shop",
        "shop-1.0-RC1-jar-with-dependencies.jar, shop",
        "shop-backend-2-all.jar, shop-backend",
        "log4j-1.2-api.jar, log4j-1.2-api",
        "shop-h2.jar, shop-h2",
        "3d-viewer.jar, 3d-viewer",
        "-1.jar, -1",
        ".jar, unknown_service:java"
    })
    void jar_givesItsNameWithoutVersion(String jar, String expected) {
        assertThat(name(command(jar + " --password=s3cret", jar, "/opt/agent.jar")))
                .isEqualTo(expected);
    }

    @Test
    void jar_mayHaveBlanksInItsPath() {
        assertThat(shown(command("/my apps/the shop-1.jar a b", "/my apps/the shop-1.jar", "/opt/agent.jar")))
                .isEqualTo("the shop (service.name is from the jar's name)");
    }

    @ParameterizedTest
    @CsvSource({
        "com.acme.ShopMain s3cret, ShopMain, the main class",
        "ShopMain, ShopMain, the main class",
        "com.acme.Shop$Main, Shop.Main, the main class",
        "com.acme.MainKt, MainKt, the main class",
        "com.acme.mod/com.acme.Main, Main, the main class",
        "jdk.compiler/com.sun.tools.javac.launcher.Main src/Shop.java s3cret, Shop, the source file's name"
    })
    void mainClass_givesItsSimpleName(String command, String expected, String origin) {
        assertThat(shown(command(command, "/srv/lib.jar")))
                .isEqualTo(expected + " (service.name is from " + origin + ")");
    }

    @Test
    void mainModule_givesItsName() {
        assertThat(shown(command("com.acme.shop a").andProperty("jdk.module.main", "com.acme.shop")))
                .isEqualTo("com.acme.shop (service.name is from the main module)");
    }

    @Test
    void springLauncher_givesTheJarsName() {
        for (String launcher : new String[] {"JarLauncher", "launch.JarLauncher", "launch.PropertiesLauncher"}) {
            String main = "org.springframework.boot.loader." + launcher;
            assertThat(name(command(main, "/srv/shop-2.0.0.jar"))).isEqualTo("shop");
            assertThat(name(command(main, ".", "/srv/agent.jar"))).isEqualTo("unknown_service:java");
        }
    }

    @Test
    void springName_winsOverJarAndClass() {
        Settings settings = command("shop.jar --x=s3cret --spring.application.name=argument --y", "shop.jar");
        assertThat(shown(settings)).isEqualTo("argument (service.name is from --spring.application.name)");

        settings.andEnv("SPRING_APPLICATION_NAME", "variable");
        assertThat(shown(settings)).isEqualTo("variable (service.name is from spring.application.name)");

        settings.andProperty("spring.application.name", "property");
        assertThat(name(settings)).isEqualTo("property");

        settings.andProperty("spring.application.name", "${NAME:shop}");
        assertThat(name(settings)).isEqualTo("argument");
    }

    @Test
    void setting_winsOverWhatIsFound() {
        assertThat(shown(command("shop.jar", "shop.jar").andEnv("OTEL_SERVICE_NAME", "set")))
                .isEqualTo("set");
        assertThat(shown(command("shop.jar", "shop.jar").andEnv("OTEL_RESOURCE_ATTRIBUTES", "service.name=attribute")))
                .isEqualTo("attribute");
    }

    @ParameterizedTest
    @CsvSource({"/opt/my", "''", "'a?b c'", "caf\uFFFD.jar", "-x", "/opt/shop/bin"})
    void nothingSure_staysUnknown(String command) {
        assertThat(shown(command.equals("-x") ? Settings.none() : command(command)))
                .isEqualTo("unknown_service:java");
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.testapp;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Chromium without a window. Pictures go to {@code target/pictures}. */
final class Browser implements AutoCloseable {
    private static final Path PICTURES = Path.of("target", "pictures");
    private static final Duration SOON = Duration.ofSeconds(20);

    /** Would warn of a newer browser than Selenium knows; held so that its level stays. */
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Whether this machine has a browser and its driver. */
    static boolean isThere() {
        return program("chromium", "google-chrome", "chrome").isPresent()
                && program("chromedriver").isPresent();
    }

    private static Optional<File> program(String... names) {
        for (String name : names) {
            for (String folder : System.getenv("PATH").split(File.pathSeparator, -1)) {
                File file = new File(folder, name);
                if (file.canExecute() && file.isFile()) {
                    return Optional.of(file);
                }
            }
        }
        return Optional.empty();
    }

    static Browser start() {
        SELENIUM.setLevel(Level.SEVERE);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(program("chromium", "google-chrome", "chrome").orElseThrow());
        options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage");
        options.addArguments("--window-size=1280,800", "--force-color-profile=srgb", "--lang=en");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(program("chromedriver").orElseThrow())
                .usingAnyFreePort()
                .build();
        Browser browser = new Browser(new ChromeDriver(service, options));
        browser.size(1280, 800);
        return browser;
    }

    Browser size(int width, int height) {
        driver.manage().window().setSize(new Dimension(width, height));
        return this;
    }

    Browser dark(boolean dark) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
        return this;
    }

    Browser open(String url) {
        driver.get("about:blank"); // an address that differs in its fragment alone would be no new page
        driver.get(url);
        return this;
    }

    /** The first element for a CSS selector, as soon as there is one with this text in it. */
    WebElement find(String selector, String text) {
        long end = System.nanoTime() + SOON.toNanos();
        while (true) {
            for (WebElement element : driver.findElements(By.cssSelector(selector))) {
                try {
                    if (element.isDisplayed() && element.getText().contains(text)) {
                        return element;
                    }
                } catch (StaleElementReferenceException e) {
                    // drawn anew meanwhile
                }
            }
            if (System.nanoTime() - end > 0) {
                picture("failed");
                throw new AssertionError("no " + selector + " with \"" + text + "\"; the page says: " + text());
            }
            pause();
        }
    }

    WebElement find(String selector) {
        return find(selector, "");
    }

    void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + SOON.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                picture("failed");
                throw new AssertionError("not within time: " + what + "; the page says: " + text());
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Clicks an element as soon as it is there; again if it was drawn anew in that moment. */
    Browser click(String selector, String text) {
        for (int i = 0; ; i++) {
            try {
                find(selector, text).click();
                return this;
            } catch (StaleElementReferenceException e) {
                if (i == 10) {
                    throw e;
                }
            }
        }
    }

    Browser keys(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
        return this;
    }

    Browser type(String selector, String text) {
        WebElement field = find(selector);
        field.clear();
        field.sendKeys(text, Keys.ENTER);
        return this;
    }

    /** Drags over part of an element, given as fractions of its size. */
    Browser drag(String selector, double fromX, double fromY, double toX, double toY) {
        WebElement element = find(selector);
        int width = element.getSize().getWidth();
        int height = element.getSize().getHeight();
        new Actions(driver)
                .moveToElement(element, (int) (width * (fromX - .5)), (int) (height * (fromY - .5)))
                .clickAndHold()
                .moveToElement(element, (int) (width * (toX - .5)), (int) (height * (toY - .5)))
                .release()
                .perform();
        return this;
    }

    int count(String selector) {
        return driver.findElements(By.cssSelector(selector)).size();
    }

    Object script(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    String address() {
        return driver.getCurrentUrl();
    }

    String text() {
        return driver.findElement(By.tagName("body")).getText();
    }

    /** What scripts reported as errors, and what the page's policy has prevented, since the last call. */
    List<String> errors() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    Path picture(String name) {
        try {
            Files.createDirectories(PICTURES);
            return Files.write(PICTURES.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}

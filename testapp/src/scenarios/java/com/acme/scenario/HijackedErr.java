/* SPDX-License-Identifier: Apache-2.0 */
package com.acme.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;

/**
 * {@code HijackedErr [exit]}: standard error is a stream of the application's with a lock, which is held while another
 * thread loads a class that cannot be woven, and with {@code exit} for ever.
 */
public final class HijackedErr {
    private static final ReentrantLock LOCK = new ReentrantLock();
    private static final Set<String> WRITERS = Collections.synchronizedSet(new TreeSet<>());

    private HijackedErr() {}

    public static void main(String[] args) throws InterruptedException {
        System.setErr(new LockedStream(System.err));
        LOCK.lock();
        Thread loading = new Thread(HijackedErr::loadBroken, "loading");
        loading.setDaemon(true);
        loading.start();
        loading.join(20_000);
        System.out.println("loaded " + !loading.isAlive());
        if (args.length > 0) {
            System.exit(0);
        }
        LOCK.unlock();
        for (int i = 0; i < 400 && WRITERS.isEmpty(); i++) {
            Thread.sleep(50);
        }
        System.out.println("writers " + WRITERS);
    }

    private static void loadBroken() {
        try {
            new BrokenLoader().loadClass(Broken.class.getName()).getName();
        } catch (ClassFormatError e) {
            System.out.println("broken");
        } catch (ClassNotFoundException e) {
            System.out.println(e);
        }
    }

    /** Of its class file a part is used. */
    static final class Broken {
        private Broken() {}

        static int work(int n) {
            return n + 1;
        }
    }

    private static final class BrokenLoader extends ClassLoader {
        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.equals("com.acme.scenario.HijackedErr$Broken")) {
                return super.loadClass(name, resolve);
            }
            try (InputStream in = HijackedErr.class.getResourceAsStream("HijackedErr$Broken.class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, Arrays.copyOf(bytes, bytes.length - 40), 0, bytes.length - 40);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    private static final class LockedStream extends PrintStream {
        LockedStream(PrintStream out) {
            super(out, true);
        }

        @Override
        public void print(String text) {
            LOCK.lock();
            try {
                WRITERS.add(Thread.currentThread().getName());
                super.print(text);
            } finally {
                LOCK.unlock();
            }
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;

/**
 * A class of Throwables, held weakly, and the way in which its objects' texts may be read.
 *
 * <pre>
 *   UNKNOWN ─ export thread looks ─▶ DIRECT       getMessage is Throwable's or the JDK's: the throwing thread calls it
 *      │                        └──▶ OVERRIDDEN   application code: another thread calls it, and the throwing one waits
 *      └── took too long ──▶ SLOW                 asked at the export only
 *                              └─ there too ─▶ GIVEN_UP   never asked again
 * </pre>
 *
 * <p>Any thread. The table has a fixed size and no lock; two threads that see a class for the first time may make an
 * entry each, and an entry may be replaced by another class's. Then its state is found out again, which is benign.
 */
public final class ThrownType extends WeakReference<Class<?>> {
    private static final int UNKNOWN = 0;
    private static final int DIRECT = 1;
    private static final int OVERRIDDEN = 2;
    private static final int SLOW = 3;
    private static final int GIVEN_UP = 4;

    private static final int TABLE_SIZE = 256;
    private static final int PROBES = 4;
    private static final ThrownType[] TABLE = new ThrownType[TABLE_SIZE];

    /** {@code Throwable.detailMessage}; null until the export thread needs it. */
    private static VarHandle messageField;

    /** Binary name of the class. */
    public final String name;

    /** The record that is used when no more may be kept. */
    final ThrownRecord bare;

    private volatile int state;
    private volatile boolean classified;

    /** The last call of a method of this class that took too long. */
    private volatile ExceptionCaller.Call late;

    private ThrownType(Class<?> type) {
        super(type);
        name = type.getName();
        bare = new ThrownRecord(null, this, null, null, false, 0);
        classified = isOwnCodeOfTheJdk(type, name);
        state = classified ? DIRECT : UNKNOWN;
    }

    static ThrownType of(Class<?> type) {
        int hash = System.identityHashCode(type);
        int free = -1;
        for (int i = 0; i < PROBES; i++) {
            int at = (hash + i) & (TABLE_SIZE - 1);
            ThrownType known = TABLE[at];
            Class<?> of = known == null ? null : known.get();
            if (of == type) {
                return known;
            }
            if (of == null && free < 0) {
                free = at;
            }
        }
        ThrownType fresh = new ThrownType(type);
        TABLE[free < 0 ? hash & (TABLE_SIZE - 1) : free] = fresh;
        return fresh;
    }

    /**
     * Whether a class is the JDK's and calls no method of other objects, which might be the application's. That holds
     * for exceptions of these packages, with one exception.
     */
    private static boolean isOwnCodeOfTheJdk(Class<?> type, String name) {
        return type.getClassLoader() == null
                && (name.startsWith("java.lang.")
                        || name.startsWith("java.util.")
                        || name.startsWith("java.io.")
                        || name.startsWith("java.net.")
                        || name.startsWith("java.nio."))
                && !name.equals("java.io.WriteAbortedException");
    }

    /** Whether it is still unknown which class declares {@code getMessage}. */
    public boolean isUnknown() {
        return !classified;
    }

    /**
     * Sets the class that declares this one's {@code getMessage}; null if that cannot be found out. Called by the
     * export thread.
     */
    public void declaredIn(Class<?> declaring) {
        classified = true;
        if (declaring != null && isOwnCodeOfTheJdk(declaring, declaring.getName())) {
            state = DIRECT; // if it was slow before, the machine was
        } else if (state == UNKNOWN) {
            state = OVERRIDDEN; // a concurrent change to SLOW may be lost, and is made again
        }
    }

    /** Whether the throwing thread itself may call {@code getMessage}. */
    public boolean isDirect() {
        return state == DIRECT;
    }

    /** Whether a throwing thread may wait for the message. */
    boolean isWaitedFor() {
        return state <= OVERRIDDEN;
    }

    /** Notes that a call of one of its methods took too long for a throwing thread. */
    void tookTooLong(ExceptionCaller.Call call) {
        late = call;
        if (state < SLOW) {
            state = SLOW;
        }
    }

    /** Forbids all further calls of its methods. */
    public void giveUp() {
        state = GIVEN_UP;
    }

    /**
     * Whether its methods may be called on a thread of the agent: not given up, and no earlier call is still running.
     */
    public boolean mayBeAsked() {
        ExceptionCaller.Call call = late;
        return state != GIVEN_UP && (call == null || call.hasEnded());
    }

    /**
     * The message that a Throwable was constructed with, read without calling any of its methods; null if there is none
     * or it cannot be read. Called by the export thread.
     */
    public static String messageField(Throwable thrown) {
        try {
            if (messageField == null) {
                messageField = MethodHandles.privateLookupIn(Throwable.class, MethodHandles.lookup())
                        .findVarHandle(Throwable.class, "detailMessage", String.class);
            }
            return ThrownRecord.cut((String) messageField.get(thrown));
        } catch (Throwable t) {
            return null; // not in this JDK, or not inside java.lang
        }
    }
}

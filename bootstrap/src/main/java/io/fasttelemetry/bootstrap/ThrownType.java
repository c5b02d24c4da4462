/* SPDX-License-Identifier: Apache-2.0 */
package io.fasttelemetry.bootstrap;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;

/**
 * A class of Throwables, held weakly, and how its objects may be asked for their texts.
 *
 * <pre>
 *   UNKNOWN ─ export thread looks ─▶ DIRECT       getMessage is Throwable's or the JDK's: the throwing thread calls it
 *      │                        └──▶ OVERRIDDEN   application code: another thread calls it, and the throwing one waits
 *      └── took too long ──▶ SLOW                 asked at the export only
 *                              └─ there too ─▶ GIVEN_UP   never asked again
 * </pre>
 *
 * <p>Any thread. The table has a fixed size and no lock; two threads that meet a class for the first time may make an
 * entry each, and an entry may have to go for another class's: then what was known is found out again, which is
 * benign.
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

    /** {@code Throwable.detailMessage}, once the export thread needed it. */
    private static VarHandle messageField;

    /** Binary name of the class. */
    public final String name;

    /** All that is recorded once nothing more may be kept. */
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

    /** Exceptions of these packages ask no other object for its text, which might be the application's, but for one. */
    private static boolean isOwnCodeOfTheJdk(Class<?> type, String name) {
        return type.getClassLoader() == null
                && (name.startsWith("java.lang.")
                        || name.startsWith("java.util.")
                        || name.startsWith("java.io.")
                        || name.startsWith("java.net.")
                        || name.startsWith("java.nio."))
                && !name.equals("java.io.WriteAbortedException");
    }

    /** Whether nobody has looked yet where this class has its {@code getMessage} from. */
    public boolean isUnknown() {
        return !classified;
    }

    /**
     * Says which class declares the {@code getMessage} of this one; null if that can't be found out. The export
     * thread.
     */
    public void declaredIn(Class<?> declaring) {
        classified = true;
        if (declaring != null && isOwnCodeOfTheJdk(declaring, declaring.getName())) {
            state = DIRECT; // were it slow before, it was the machine's fault
        } else if (state == UNKNOWN) {
            state = OVERRIDDEN; // a throwing thread that finds it slow meanwhile finds so again
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

    /** A call of one of its methods took too long for a throwing thread. */
    void tookTooLong(ExceptionCaller.Call call) {
        late = call;
        if (state < SLOW) {
            state = SLOW;
        }
    }

    /** None of its methods may be called any more. */
    public void giveUp() {
        state = GIVEN_UP;
    }

    /** Whether its methods may be called on a thread that is the agent's: not given up, and no call of one lasts. */
    public boolean mayBeAsked() {
        ExceptionCaller.Call call = late;
        return state != GIVEN_UP && (call == null || call.hasEnded());
    }

    /**
     * The message that a Throwable was constructed with, read without calling any of its methods; null if there is
     * none or it can't be read. The export thread.
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

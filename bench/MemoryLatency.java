import java.util.Random;

/**
 * Prints how long one access to memory takes, in ns: a walk through 16 MB in random order. On a shared machine
 * others' use of its caches shows here and nowhere else, and the server's CPU time an operation follows it.
 */
final class MemoryLatency {

    private static final int CELLS = 4 << 20;
    private static final int STEPS = 8_000_000;

    public static void main(String[] args) {
        int[] next = cycle();
        int at = 0;
        double best = Double.MAX_VALUE;
        for (int round = 0; round < 3; round++) {
            long began = System.nanoTime();
            for (int step = 0; step < STEPS; step++) {
                at = next[at];
            }
            best = Math.min(best, (System.nanoTime() - began) / (double) STEPS);
        }
        // the place that was reached keeps the walk from being left out
        System.out.printf("%.0f%s%n", best, at < 0 ? "?" : "");
    }

    /** One cycle through all cells (Sattolo). */
    private static int[] cycle() {
        int[] next = new int[CELLS];
        for (int i = 0; i < CELLS; i++) {
            next[i] = i;
        }
        Random random = new Random(1);
        for (int i = CELLS - 1; i > 0; i--) {
            int j = random.nextInt(i);
            int cell = next[i];
            next[i] = next[j];
            next[j] = cell;
        }
        return next;
    }
}

package org.calliope.ims.bench.load;

/** The time of the loop, in nanoseconds, and what is to be done later in it. One thread. */
interface Clock {

    long now();

    void after(long nanos, Runnable work);
}

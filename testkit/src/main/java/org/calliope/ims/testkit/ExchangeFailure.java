package org.calliope.ims.testkit;

/** What a script awaited did not happen. The message says what was awaited and prints the exchange so far. */
public final class ExchangeFailure extends AssertionError {
    private static final long serialVersionUID = 1L;

    private final String sentence;

    public ExchangeFailure(String sentence, Exchange exchange) {
        super(sentence + "\n" + exchange.describe());
        this.sentence = sentence;
    }

    /** What went wrong, without the exchange: one sentence for people who only want to know that. */
    public String sentence() {
        return sentence;
    }
}

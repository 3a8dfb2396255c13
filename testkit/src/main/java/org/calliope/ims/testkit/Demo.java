package org.calliope.ims.testkit;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.calliope.ims.testkit.ladder.Ladder;
import org.calliope.ims.testkit.ladder.Step;
import org.calliope.ims.testkit.ladder.Style;
import org.calliope.ims.testkit.wire.SipMessage;

/**
 * {@code ./ims demo}: two scripted softphones in a running system, and the ladders of what happened.
 *
 * <p>Ends with 0 when everything went as it should, 1 with one sentence on standard error when something did not, 2
 * when the command line is wrong.
 */
public final class Demo {
    /** More wrong answers than any S-CSCF takes for one attempt. */
    private static final int GUESSES = 10;

    private final DemoOptions options;
    private final Console console;
    private final Style style;
    private final PrintStream out;
    private final Map<String, List<Step>> ladders = new LinkedHashMap<>();

    Demo(DemoOptions options, Style style, PrintStream out) {
        this.options = options;
        this.console = new Console(options.console());
        this.style = style;
        this.out = out;
    }

    public static void main(String[] args) {
        Style style = Style.ofTerminal();
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        System.exit(run(style, out, System.err, args));
    }

    /**
     * Plays the demo.
     *
     * @return the exit status: 0, 1 or 2
     */
    public static int run(Style style, PrintStream out, PrintStream err, String... args) {
        try {
            DemoOptions options = DemoOptions.parse(args);
            if (options.help()) {
                out.print(DemoOptions.USAGE);
            } else {
                new Demo(options, style, out).play();
            }
            return 0;
        } catch (DemoOptions.Unusable e) {
            err.println("demo: " + e.getMessage());
            return 2;
        } catch (Console.Unreachable e) {
            err.println("demo: the system is not up: " + e.getMessage() + "; ./ims up starts it.");
            return 1;
        } catch (ExchangeFailure e) {
            err.println("demo: " + e.sentence() + "; ./ims logs shows what the elements say.");
            err.println(e.getMessage().substring(e.sentence().length()).strip());
            return 1;
        }
    }

    void play() {
        console.status();
        long start = System.nanoTime();
        try (UserAgent alice = telephone("alice"); UserAgent bob = telephone("bob")) {
            registrations(alice, bob);
            call(alice, bob);
            message(alice, bob);
            refusal();
            alice.deregister();
            bob.deregister();
        }
        said("alice and bob are de-registered");
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        Summary summary = new Summary();
        ladders.forEach((title, steps) -> {
            summary.count(steps);
            Ladder ladder = options.details() ? Ladder.of(steps).detailed() : Ladder.of(steps);
            out.print("\n" + heading(title) + "\n\n" + ladder.draw(style));
        });
        out.print("\n" + summary.sentence(took) + "\nThe console " + console.base() + " shows the same trace.\n");
    }

    private UserAgent telephone(String user) {
        return UserAgent.builder("sip:" + user + "@" + options.domain()).password(user)
                .proxy(options.proxyHost(), options.proxyPort()).transport(options.transport()).build();
    }

    private void registrations(UserAgent alice, UserAgent bob) {
        SipMessage ok = alice.register();
        keep("alice registers", ok.callId());
        bob.register();
        said("alice and bob are registered as " + alice.identity() + " and " + bob.identity());
    }

    private void call(UserAgent alice, UserAgent bob) {
        Call call = alice.call(bob.identity());
        IncomingCall in = bob.awaitInvite();
        in.ring();
        call.awaitRinging();
        said("alice calls bob, bob's telephone rings");
        in.answer();
        call.awaitAnswer();
        in.awaitAck();
        said("bob answers");
        in.hangUp();
        call.awaitBye();
        said("bob hangs up");
        keep("alice calls bob", call.callId());
    }

    private void message(UserAgent alice, UserAgent bob) {
        ClientTransaction message = alice.message(bob.identity(), "Hello from the demo");
        if (!message.awaitFinal().isSuccess()) {
            message.expect(200);
        }
        keep("alice sends bob a message", message.request().callId());
        said("bob reads \"" + bob.awaitMessage().bodyText() + "\"");
    }

    private void refusal() {
        try (UserAgent stranger = telephone("carol")) {
            SipMessage answer = stranger.registration().password("guessed").attempts(GUESSES).send();
            if (answer.isSuccess()) {
                throw stranger.failure("a wrong password was accepted");
            }
            keep("somebody guesses carol's password", answer.callId());
            said("a wrong password is refused: " + answer.startLine().substring("SIP/2.0 ".length())
                    + answer.header("Reason").map(r -> " (" + r + ")").orElse(""));
        }
    }

    /** Reads the trace now, before what follows with the same Call-ID is joined with it. */
    private void keep(String title, String callId) {
        ladders.put(title, console.trace(callId));
    }

    private void said(String sentence) {
        String mark = style.unicode() ? "✓ " : "ok ";
        out.println((style.colour() ? "\u001b[32m" + mark + "\u001b[0m" : mark) + sentence);
    }

    private String heading(String title) {
        return style.colour() ? "\u001b[1;4m" + title + "\u001b[0m" : title + "\n" + "-".repeat(title.length());
    }

    /** Counts what the ladders showed. */
    private static final class Summary {
        private int sip;
        private int diameter;
        private int decisions;
        private int refused;

        void count(List<Step> steps) {
            for (Step step : steps) {
                if (step instanceof Step.Sip) {
                    sip++;
                } else if (step instanceof Step.Diameter) {
                    diameter++;
                } else if (step instanceof Step.Decision decision) {
                    decisions++;
                    refused += decision.refused() ? 1 : 0;
                }
            }
        }

        String sentence(Duration took) {
            return String.format(java.util.Locale.ROOT, "All went as it should in %.1f s: %d SIP and %d Diameter messages,"
                    + " %d decisions of the elements,"
                    + " %d of them a refusal that was meant to be.", took.toMillis() / 1000.0,
                    sip, diameter, decisions, refused);
        }
    }
}

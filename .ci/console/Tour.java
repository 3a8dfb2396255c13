import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Goes through the console as a person does, in a Chromium that is driven by its DevTools protocol, and keeps pictures.
 * Prints a line PASS or FAIL for each thing looked at. Run as a single source file:
 * {@code java Tour.java <DevTools WebSocket> <console> <user> <one-time password> <directory for pictures>}
 */
public final class Tour implements WebSocket.Listener {

    private static final String PASSWORD = "a long pass phrase";
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(8);

    private final WebSocket socket;
    private final String console;
    private final Path pictures;
    private final Map<Integer, CompletableFuture<String>> asked = new ConcurrentHashMap<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final StringBuilder message = new StringBuilder();
    /** So that the tour can be made more than once. */
    private final String mine = "tour" + Long.toString(System.currentTimeMillis() % 1_000_000_000, 36);
    private int last;

    private Tour(String url, String console, Path pictures) {
        this.console = console;
        this.pictures = pictures;
        this.socket = HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(URI.create(url), this).join();
    }

    public static void main(String[] arguments) throws Exception {
        Tour tour = new Tour(arguments[0], arguments[1], Path.of(arguments[4]));
        tour.walk(arguments[2], arguments[3]);
        tour.socket.abort();
    }

    // ---------------------------------------------------------------- the way

    private void walk(String user, String oneTime) throws Exception {
        for (String domain : List.of("Page.enable", "Runtime.enable", "Log.enable")) {
            ask(domain, "{}");
        }
        window(1280, 900, false);
        dark(false);
        signIn(user, oneTime);
        services();
        String subscriber = newSubscriber();
        imports();
        looks(subscriber);
        edit(subscriber);
        check("check of a subscriber", subscriber + "/check", "document.querySelectorAll('.answers tbody tr').length >= 4",
                "check");
        workbench();
        for (String page : List.of("/subscribers", "/imports", "/pending")) {
            keyboard(page);
        }
        removeAndUndo(subscriber);
        labels(List.of("/", "/subscribers", "/subscribers/new", subscriber, subscriber + "/edit", subscriber + "/secret",
                "/filter-criteria/" + mine + "-calls", "/service-profiles/" + mine + "-gold", "/application-servers/" + mine + "-as", "/workbench",
                "/imports", "/pending", "/lock-outs", "/calls", "/audit", "/users", "/tokens"));
        verdict(complaints.isEmpty(), "the browser has nothing to complain of " + complaints);
    }

    private void signIn(String user, String oneTime) throws Exception {
        open("/login");
        type("#name", user);
        type("#password", oneTime);
        submit("main form");
        await("location.pathname == '/account' || location.pathname == '/'", "sign-in");
        if (value("location.pathname").contains("account")) {
            type("#old", oneTime);
            type("#wanted", PASSWORD);
            type("#again", PASSWORD);
            submit("main form");
            await("location.pathname != '/account' || document.querySelector('.notice.good') != null", "own password");
        }
        open("/");
        verdict(truth("document.querySelector('.who-reads form') != null"), "signed in");
    }

    private void services() throws Exception {
        open("/application-servers/new");
        type("[name=name]", mine + "-as");
        type("[name=serverName]", "nonsense");
        await("document.querySelector('#e-serverName').textContent.includes('SIP URI')", "what is wrong with a URI stands beside it while it is typed");
        verdict(truth("document.querySelector('[name=serverName]').getAttribute('aria-invalid') == 'true'"), "and is told to those who do not see");
        picture("application-server");
        clear("[name=serverName]");
        type("[name=serverName]", "sip:127.0.0.1:5090");
        await("document.querySelector('#e-serverName').textContent == ''", "and goes when it is right");
        submit("form.card");
        await("location.search.includes('done=created') || document.querySelector('.notice.bad') != null", "an application server");

        open("/filter-criteria/new");
        type("[name=name]", mine + "-calls");
        type("[name=applicationServer]", mine + "-as");
        await("document.querySelector('.sentence')?.textContent.includes('127.0.0.1:5090')", "the sentence follows what is typed");
        click("[value='add-spt.0']");
        await("document.querySelector('[name=\"g0.count\"]').value == '2'", "a condition more without a new page");
        type("[name='g0.t1.value']", "MESSAGE");
        await("document.querySelector('.sentence')?.textContent.includes('INVITE or MESSAGE')", "both methods are in the sentence");
        picture("filter-criteria");
        click("form .foot [value=save]");
        await("location.search.includes('done=created') || document.querySelector('.notice.bad') != null", "a filter criterion");

        open("/service-profiles/new");
        type("[name=name]", mine + "-gold");
        type("[name='filterCriteria.priority']", "0");
        type("[name=filterCriteria]", mine + "-calls");
        submit("form.card");
        await("location.search.includes('done=created') || document.querySelector('.notice.bad') != null", "a service profile");
    }

    private String newSubscriber() throws Exception {
        open("/subscribers/new");
        type("[name=user]", "to ur");
        await("document.querySelector('#e-user').textContent != ''", "a blank in a user name is refused while it is typed");
        picture("new-subscriber-wrong");
        clear("[name=user]");
        type("[name=user]", mine);
        type("[name=displayName]", "Tabea Our");
        type("[name=number]", "+49 30 " + System.currentTimeMillis() % 100_000_000);
        type("[name=password]", "s3cret");
        value("document.querySelector('[name=profile]').value = '" + mine + "-gold'");
        picture("new-subscriber");
        submit("form.form");
        await("document.querySelector('.picture svg') != null", "one form makes a subscriber and its page shows what belongs to it");
        verdict(truth("document.querySelectorAll('.picture .box').length == 8"), "the picture has all eight boxes");
        return "/subscribers/" + mine + "@" + value("document.querySelector('.domain').textContent").replace("\"", "");
    }

    private void imports() throws Exception {
        String row = mine.replace("tour", "row"); // the search for the tour's subscriber must not find it
        String table = "private_identity,password\n" + row + "@ims.example,s3cret\n" + row + "-bad,s3cret\n";
        open("/imports");
        file("#file", mine + ".csv", table);
        click("[name=dry-run]");
        imported("a dry run reads a file and says what would come of it");
        verdict(truth("document.querySelectorAll('#jobs tbody tr:first-child .tag').length == 2"), "and is marked as one");
        file("#file", mine + ".csv", table);
        imported("then it is imported: the dry run wrote nothing");
        value("fetch(document.querySelector('#jobs a.button').href).then(r => r.text()).then(t => window.report = t)");
        await("window.report?.includes('" + row + "-bad,rejected,')", "the report says why a row is rejected");
        open("/subscribers/" + row + "@ims.example");
        verdict(truth("document.querySelector('.picture svg') != null"), "the other row is a subscriber");
        open("/imports");
        file("#file", mine + ".txt", "");
        submit("main form.form");
        verdict(truth("document.querySelector('.notice.bad, .problem:not(:empty)') != null"), "an empty file is refused on the page");
        picture("imports-refused");
    }

    private void imported(String what) throws Exception {
        submit("main form.form");
        await("location.search.includes('done=imported') && document.querySelector('#jobs tbody tr:first-child')"
                + ".textContent.includes('2 read, 1 accepted, 0 skipped, 1 rejected') && !document.querySelector('#jobs progress')", what);
    }

    /** Chooses a file, as a drop of it would. */
    private void file(String selector, String name, String content) throws Exception {
        value("{ const chosen = new DataTransfer(); chosen.items.add(new File([" + quoted(content) + "], " + quoted(name)
                + ", {type: 'text/csv'})); document.querySelector(" + quoted(selector) + ").files = chosen.files }");
    }

    private void looks(String subscriber) throws Exception {
        open(subscriber);
        picture("subscriber-light");
        dark(true);
        picture("subscriber-dark");
        open("/filter-criteria/" + mine + "-calls");
        picture("filter-criteria-dark");
        for (String page : List.of("imports", "pending")) {
            open("/" + page);
            picture(page + "-dark");
            dark(false);
            picture(page + "-light");
            dark(true);
        }
        dark(false);
        window(390, 844, true);
        for (String page : List.of("/", "/subscribers", subscriber, subscriber + "/edit", subscriber + "/check",
                "/filter-criteria/" + mine + "-calls", "/workbench", "/imports", "/pending", "/audit")) {
            open(page);
            verdict(truth("document.documentElement.scrollWidth <= innerWidth"), "nothing of " + page + " hangs over a phone's edge");
        }
        open(subscriber);
        picture("subscriber-phone");
        open("/subscribers");
        picture("subscribers-phone");
        open("/imports");
        picture("imports-phone");
        open("/pending");
        picture("pending-phone");
        window(1280, 900, false);
        open(subscriber);
        submit("footer form");
        await("document.documentElement.lang == 'de'", "the console speaks German");
        open(subscriber + "/check");
        picture("check-german");
        open("/subscribers/new");
        picture("new-subscriber-german");
        submit("footer form");
        await("document.documentElement.lang == 'en'", "and English again");
        open("/subscribers");
        type("#q", mine);
        await("document.querySelectorAll('.people tbody tr').length == 1", "the list is searched while one types");
        picture("subscribers");
    }

    private void edit(String subscriber) throws Exception {
        open(subscriber + "/edit");
        click("[value='add-identity.0']");
        await("document.querySelector('[name=\"s0.u2.identity\"]') != null", "a public identity more without a new page");
        type("[name='s0.u2.identity']", "nonsense");
        await("document.querySelector('#e-s0-u2-identity').textContent != ''", "what is wrong with it stands beside it");
        picture("edit");
        clear("[name='s0.u2.identity']");
        type("[name='s0.u2.identity']", "sip:" + mine + ".home@ims.example");
        click(".foot [value=save]");
        await("location.search.includes('done=changed')", "the whole subscription is saved");
    }

    private void workbench() throws Exception {
        open("/workbench");
        type("#request", "INVITE sip:bob@ims.example SIP/2.0\nFrom: <sip:tour@ims.example>;tag=1\nTo: <sip:bob@ims.example>\n");
        type("#served", mine + "-gold");
        submit("form.form");
        await("document.querySelector('.tried .hit') != null", "the workbench says which server is asked");
        picture("workbench");
    }

    private void keyboard(String page) throws Exception {
        open(page);
        key("Tab");
        verdict(truth("document.activeElement.classList.contains('skip')"), "the first Tab of " + page + " leads to the link over the menu");
        key("Enter");
        verdict(truth("location.hash == '#content'"), "which leads to the content");
        key("Tab");
        verdict(truth("document.activeElement.closest('main') != null || !document.querySelector('main a, main button, main input')"),
                "and the next Tab is within it, or past it where there is nothing to reach");
    }

    private void removeAndUndo(String subscriber) throws Exception {
        open(subscriber + "/delete");
        picture("remove");
        submit("form.foot");
        await("location.search.includes('done=removed')", "it is removed");
        click(".notice a");
        await("location.pathname == '/undo'", "and can be undone");
        picture("undo");
        submit("form.foot");
        await("location.pathname.startsWith('/subscribers/tour')", "it is back");
        open("/audit");
        click(".log summary");
        picture("audit");
    }

    private void labels(List<String> paths) throws Exception {
        for (String path : paths) {
            open(path);
            verdict(truth("[...document.querySelectorAll('input:not([type=hidden]):not([hidden]), select, textarea')].every(e => e.labels?.length > 0 || e.getAttribute('aria-label'))"),
                    "every field of " + path + " has a label");
        }
    }

    private void check(String what, String path, String condition, String picture) throws Exception {
        open(path);
        await(condition, what);
        picture(picture);
    }

    // ---------------------------------------------------------------- the browser

    private void open(String path) throws Exception {
        ask("Page.navigate", "{\"url\":" + quoted(console + path) + "}");
        String here = path.replaceAll("[?#].*", "");
        until("document.readyState == 'complete' && location.pathname == " + quoted(here) + " && window.htmx != null");
    }

    private void type(String selector, String text) throws Exception {
        value("document.querySelector(" + quoted(selector) + ").focus()");
        ask("Input.insertText", "{\"text\":" + quoted(text) + "}");
    }

    private void clear(String selector) throws Exception {
        value("document.querySelector(" + quoted(selector) + ").value = ''");
    }

    private void submit(String form) throws Exception {
        value("window.leaving = true; document.querySelector(" + quoted(form) + ").requestSubmit()");
        until("window.leaving == undefined && document.readyState == 'complete'");
    }

    private void click(String selector) throws Exception {
        value("document.querySelector(" + quoted(selector) + ").click()");
    }

    private void key(String key) throws Exception {
        int code = key.equals("Tab") ? 9 : 13;
        String text = key.equals("Enter") ? ",\"text\":\"\\r\"" : "";
        ask("Input.dispatchKeyEvent", "{\"type\":\"keyDown\",\"key\":\"" + key + "\",\"code\":\"" + key
                + "\",\"windowsVirtualKeyCode\":" + code + text + "}");
        ask("Input.dispatchKeyEvent", "{\"type\":\"keyUp\",\"key\":\"" + key + "\",\"code\":\"" + key
                + "\",\"windowsVirtualKeyCode\":" + code + "}");
    }

    private void window(int width, int height, boolean phone) throws Exception {
        ask("Emulation.setDeviceMetricsOverride", "{\"width\":" + width + ",\"height\":" + height
                + ",\"deviceScaleFactor\":1,\"mobile\":" + phone + "}");
    }

    private void dark(boolean on) throws Exception {
        ask("Emulation.setEmulatedMedia", "{\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\""
                + (on ? "dark" : "light") + "\"},{\"name\":\"prefers-reduced-motion\",\"value\":\"reduce\"}]}");
    }

    private void picture(String name) throws Exception {
        String answer = ask("Page.captureScreenshot", "{\"format\":\"png\",\"captureBeyondViewport\":true}");
        Matcher data = Pattern.compile("\"data\":\"([^\"]+)\"").matcher(answer);
        boolean taken = data.find();
        if (taken) {
            Files.write(pictures.resolve(name + ".png"), Base64.getDecoder().decode(data.group(1)));
        }
        verdict(taken, "picture " + name + ".png");
    }

    private void await(String condition, String what) throws Exception {
        boolean came = until(condition);
        verdict(came, what);
        if (!came) {
            picture("failed-" + what.replaceAll("[^a-z]+", "-"));
        }
    }

    private boolean until(String condition) throws Exception {
        long end = System.nanoTime() + PATIENCE;
        // what htmx has just put in listens only once it is settled
        while (!truth("(" + condition + ") && document.readyState == 'complete' && !document.querySelector('.htmx-added, .htmx-settling, .htmx-swapping')")) {
            if (System.nanoTime() > end) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(50); // between two looks at a condition
        }
        return true;
    }

    private boolean truth(String expression) throws Exception {
        return value("Boolean(" + expression + ")").equals("true");
    }

    private String value(String expression) throws Exception {
        String answer = ask("Runtime.evaluate", "{\"returnByValue\":true,\"expression\":" + quoted(expression) + "}");
        Matcher found = Pattern.compile("\"value\":(\"(?:[^\"\\\\]|\\\\.)*\"|[a-z0-9.]+)").matcher(answer);
        return found.find() ? found.group(1) : "";
    }

    private String ask(String method, String parameters) throws Exception {
        int id = ++last;
        CompletableFuture<String> answer = new CompletableFuture<>();
        asked.put(id, answer);
        socket.sendText("{\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + parameters + "}", true).join();
        return answer.get(20, TimeUnit.SECONDS);
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean end) {
        message.append(part);
        if (end) {
            String whole = message.toString();
            message.setLength(0);
            Matcher id = Pattern.compile("^\\{\"id\":(\\d+)").matcher(whole);
            if (id.find()) {
                asked.remove(Integer.valueOf(id.group(1))).complete(whole);
            } else if (whole.contains("Runtime.exceptionThrown") || whole.contains("\"level\":\"error\"")
                    && !whole.contains("status of 4")) {
                complaints.add(whole.substring(0, Math.min(400, whole.length())));
            }
        }
        from.request(1);
        return null;
    }

    private static String quoted(String text) {
        List<String> parts = new ArrayList<>();
        for (char c : text.toCharArray()) {
            parts.add(c == '"' || c == '\\' ? "\\" + c : c < ' ' ? String.format("\\u%04x", (int) c) : String.valueOf(c));
        }
        return '"' + String.join("", parts) + '"';
    }

    private static void verdict(boolean good, String what) throws IOException {
        System.out.println((good ? "PASS  " : "FAIL  ") + what);
    }
}

package org.calliope.ims.hss.web;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A browser without scripts: keeps cookies, sends forms, follows nothing by itself. */
final class Browser {

    private static final Pattern CSRF = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final String url;
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private final List<String> headers = new ArrayList<>();
    private String csrf = "";

    Browser(String url) {
        this.url = url;
    }

    Browser with(String header, String value) {
        headers.addAll(List.of(header, value));
        return this;
    }

    HttpResponse<String> get(String path) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(url + path)));
    }

    /** A form with the session's hidden token. */
    HttpResponse<String> post(String path, String... fields) throws Exception {
        List<String> all = new ArrayList<>(List.of(fields));
        all.addAll(List.of("csrf", csrf));
        return postRaw(path, all.toArray(String[]::new));
    }

    HttpResponse<String> postRaw(String path, String... fields) throws Exception {
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < fields.length; i += 2) {
            pairs.add(fields[i] + "=" + URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
        }
        return send(HttpRequest.newBuilder(URI.create(url + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(String.join("&", pairs))));
    }

    HttpResponse<String> signIn(String name, String password) throws Exception {
        get("/login");
        HttpResponse<String> answer = post("/login", "name", name, "password", password);
        if (answer.statusCode() == 303) {
            get("/account");
        }
        return answer;
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        if (!cookies.isEmpty()) {
            request.header("Cookie", cookies.entrySet().stream().map(c -> c.getKey() + "=" + c.getValue())
                    .collect(Collectors.joining("; ")));
        }
        if (!headers.isEmpty()) {
            request.headers(headers.toArray(String[]::new));
        }
        HttpResponse<String> answer = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        for (String cookie : answer.headers().allValues("Set-Cookie")) {
            String[] pair = cookie.split(";")[0].split("=", 2);
            if (cookie.contains("Max-Age=0")) {
                cookies.remove(pair[0]);
            } else {
                cookies.put(pair[0], pair[1]);
            }
        }
        Matcher found = CSRF.matcher(answer.body());
        while (found.find()) { // the form after what is around it
            csrf = found.group(1);
        }
        return answer;
    }

    String csrf() {
        return csrf;
    }

    String cookie(String name) {
        return cookies.getOrDefault(name, "");
    }

    void cookie(String name, String value) {
        cookies.put(name, value);
    }
}

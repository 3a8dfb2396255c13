package org.calliope.ims.hss.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/**
 * The page's style sheet, modules, icon and htmx, read once from the class path. Their addresses carry a part of
 * their digest, so that a browser keeps them for good and yet sees a new version at once.
 */
final class Assets extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final String OURS = "/org/calliope/ims/hss/web/assets/";
    private static final String HTMX = "/META-INF/resources/webjars/htmx.org/2.0.10/dist/htmx.min.js";
    private static final int VERSION_LENGTH = 12;

    private record Asset(byte[] content, String type, String version) { }

    private final transient Map<String, Asset> assets = new LinkedHashMap<>();

    Assets() {
        put("console.css", OURS + "console.css", "text/css");
        put("console.js", OURS + "console.js", "text/javascript");
        put("ladder.js", OURS + "ladder.js", "text/javascript");
        put("icon.svg", OURS + "icon.svg", "image/svg+xml");
        put("htmx.js", HTMX, "text/javascript");
    }

    private void put(String name, String resource, String type) {
        try (InputStream in = Assets.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not in the archive");
            }
            byte[] content = in.readAllBytes();
            String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
            assets.put(name, new Asset(content, type, digest.substring(0, VERSION_LENGTH)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The address of an asset, for the templates. */
    String url(String name) {
        return "/assets/" + name + "?v=" + assets.get(name).version();
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getPathInfo();
        Asset asset = path == null ? null : assets.get(path.substring(1));
        if (asset == null) {
            Json.error(response, HttpServletResponse.SC_NOT_FOUND, "not-found", "there is no such asset");
            return;
        }
        boolean exact = asset.version().equals(request.getParameter("v"));
        response.setHeader("Cache-Control", exact ? "public, max-age=31536000, immutable" : "no-cache");
        response.setContentType(asset.type());
        response.setCharacterEncoding("UTF-8");
        response.setContentLength(asset.content().length);
        response.getOutputStream().write(asset.content());
    }
}

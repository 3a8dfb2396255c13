package org.calliope.ims.container;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/**
 * {@code /admin/applications}: GET lists what is deployed, {@code PUT /admin/applications/hello.sar} deploys the archive
 * in its body, DELETE of the same, or of {@code /admin/applications/hello}, undeploys it. What was put stays in
 * {@code deploy/} for the next start.
 */
final class ApplicationsServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    /** RFC 4918 11.2: understood, but what is in it can not be used. */
    private static final int UNPROCESSABLE = 422;

    private final transient Deployer deployer;
    private final transient DeployFolder folder;
    private final long maxBytes;

    ApplicationsServlet(Deployer deployer, DeployFolder folder, long maxBytes) {
        this.deployer = deployer;
        this.folder = folder;
        this.maxBytes = maxBytes;
    }

    /** @param full whether a reason may be told, which can name what is inside an archive */
    static List<Map<String, Object>> list(Deployer deployer, boolean full) {
        return deployer.applications().stream().map(application -> map(application, full)).toList();
    }

    private static Map<String, Object> map(Application application, boolean full) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", application.name());
        map.put("kind", application.kind());
        map.put("state", application.state().name());
        map.put("path", application.path().isEmpty() ? "/" : application.path());
        map.put("appName", application.sipName());
        map.put("since", application.since().toString());
        if (full) {
            map.put("reason", application.reason());
        }
        return map;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String name = name(request);
        List<Map<String, Object>> all = list(deployer, true);
        if (name.isEmpty()) {
            Json.send(response, HttpServletResponse.SC_OK, all);
            return;
        }
        var found = all.stream().filter(a -> name.equals(a.get("name")) || name.equals(a.get("name") + "." + a.get("kind"))).findFirst();
        if (found.isPresent()) {
            Json.send(response, HttpServletResponse.SC_OK, found.get());
        } else {
            notFound(response);
        }
    }

    private static void notFound(HttpServletResponse response) throws IOException {
        Json.error(response, HttpServletResponse.SC_NOT_FOUND, "not-found", "no application of that name is deployed");
    }

    /** What follows /applications/, empty when nothing does. */
    private static String name(HttpServletRequest request) {
        return request.getPathInfo() == null ? "" : request.getPathInfo().substring(1);
    }

    @Override
    protected void doPut(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String file = name(request);
        Path upload = null;
        try {
            Archive.application(Path.of(file.replace('/', '?')));
            if (request.getContentLengthLong() > maxBytes) {
                tooLarge(response);
                return;
            }
            upload = folder.uploadFolder();
            Path archive = upload.resolve(file);
            if (!store(request.getInputStream(), archive)) {
                tooLarge(response);
                return;
            }
            DeployFolder.Put put = folder.put(archive);
            Json.send(response, put.replaced() ? HttpServletResponse.SC_OK : HttpServletResponse.SC_CREATED,
                map(deployer.application(put.name()).orElseThrow(), true));
        } catch (DeploymentException e) {
            Json.error(response, UNPROCESSABLE, "deployment", e.getMessage());
        } finally {
            if (upload != null) {
                DeployFolder.discard(upload);
            }
        }
    }

    private void tooLarge(HttpServletResponse response) throws IOException {
        Json.error(response, HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE, "too-large",
            "an archive may have " + maxBytes + " bytes: max-upload-bytes in conf/server.properties");
    }

    /** @return false when there is more than may be */
    private boolean store(InputStream body, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            byte[] part = new byte[64 * 1024];
            long left = maxBytes;
            for (int read = body.read(part); read >= 0; read = body.read(part)) {
                left -= read;
                if (left < 0) {
                    return false;
                }
                out.write(part, 0, read);
            }
        }
        return true;
    }

    @Override
    protected void doDelete(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String name = name(request);
        Path file = Path.of(name.replace('/', '?'));
        if (folder.remove(Archive.is(file) ? Archive.application(file) : name)) {
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        } else {
            notFound(response);
        }
    }
}

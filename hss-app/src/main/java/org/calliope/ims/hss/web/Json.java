package org.calliope.ims.hss.web;

import java.io.IOException;

import javax.servlet.http.HttpServletResponse;

import org.calliope.ims.hss.api.Problem;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** How JSON leaves the server. */
final class Json {

    static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private Json() {
    }

    static void send(HttpServletResponse response, int status, Object body) throws IOException {
        byte[] bytes = MAPPER.writeValueAsBytes(body);
        response.setStatus(status);
        response.setContentType("application/json");
        response.setCharacterEncoding("UTF-8");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }

    /** @param error one word for programs; the message is for people */
    static void error(HttpServletResponse response, int status, String error, String message) throws IOException {
        Problem.of(status, error, message).send(response);
    }
}

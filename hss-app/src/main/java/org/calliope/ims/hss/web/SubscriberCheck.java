package org.calliope.ims.hss.web;

import java.io.IOException;
import java.util.Map;

import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

import org.calliope.ims.hss.check.Checks;
import org.calliope.ims.hss.model.Subscription;
import org.calliope.ims.hss.page.Texts;

/** Shows what a subscriber will do when it registers, and what is odd about it. Changes nothing. */
final class SubscriberCheck {

    private final Pages pages;
    private final Checks checks;

    SubscriberCheck(Pages pages, Checks checks) {
        this.pages = pages;
        this.checks = checks;
    }

    void show(HttpServletRequest request, HttpServletResponse response, Subscription stored) throws IOException {
        Texts texts = Pages.texts(request);
        pages.page(request, response, "check.jte", texts.of("check.title"),
                Map.of("name", stored.name(), "report", checks.of(stored, Pages.mayWrite(request), texts)));
    }
}

package org.calliope.ims.hss.web;

import java.io.IOException;
import java.util.Map;

import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

import org.calliope.ims.hss.page.SubscriberList;
import org.calliope.ims.hss.store.SubscriberSearch;
import org.calliope.ims.hss.store.Subscribers;

/** {@code /subscribers?q=…&sort=…&after=…}: all of them, a page at a time along the indexes of the store. */
final class SubscribersServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final int LIMIT = 25;
    private static final int LONGEST_QUERY = 100;
    private static final int LONGEST_PLACE = 300;

    private final transient Pages pages;
    private final transient Subscribers subscribers;

    SubscribersServlet(Pages pages, Subscribers subscribers) {
        this.pages = pages;
        this.subscribers = subscribers;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String query = Parameters.text(request, "q", LONGEST_QUERY);
        SubscriberSearch.Sort sort = SubscriberList.sort(Parameters.text(request, "sort", LONGEST_QUERY));
        String after = Parameters.text(request, "after", LONGEST_PLACE);
        SubscriberList list;
        try {
            list = SubscriberList.of(subscribers.find(new SubscriberSearch(query, sort, after, LIMIT)), query, sort,
                    after);
        } catch (IllegalArgumentException noPlace) {
            list = SubscriberList.of(subscribers.find(new SubscriberSearch(query, sort, "", LIMIT)), query, sort, "");
        }
        pages.page(request, response, "subscribers.jte", Pages.texts(request).of("page.subscribers"), Map.of(
                "list", list, "done", Changes.told(request), "writes", Pages.mayWrite(request)));
    }
}

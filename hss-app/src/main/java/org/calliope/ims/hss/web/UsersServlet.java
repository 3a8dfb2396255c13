package org.calliope.ims.hss.web;

import javax.servlet.http.HttpServletRequest;

import org.calliope.ims.hss.access.Refused;
import org.calliope.ims.hss.access.Users;
import org.calliope.ims.hss.page.Notice;
import org.calliope.ims.hss.page.Texts;
import org.calliope.ims.hss.page.UserView;

/** {@code /users}: who may sign in, and as what. */
final class UsersServlet extends AccessPage {

    private static final long serialVersionUID = 1L;

    private final transient Users users;

    UsersServlet(Pages pages, Users users) {
        super(pages, "users");
        this.users = users;
    }

    @Override
    Notice act(Wish wish, HttpServletRequest request, Texts texts) {
        switch (wish.action()) {
            case "add" -> {
                String secret = users.add(wish.name(), Parameters.role(request), wish.by(), wish.address());
                return Notice.secret(texts.of("users.added"), wish.name(), secret);
            }
            case "reset" -> {
                return Notice.secret(texts.of("users.was-reset"), wish.name(),
                        users.reset(wish.name(), wish.by(), wish.address()));
            }
            case "role" -> users.role(wish.name(), Parameters.role(request), wish.by(), wish.address());
            case "disable" -> users.disable(wish.name(), true, wish.by(), wish.address());
            case "enable" -> users.disable(wish.name(), false, wish.by(), wish.address());
            default -> throw new Refused("form.unknown");
        }
        return Notice.NONE;
    }

    @Override
    Object list() {
        return users.list().stream().map(UserView::of).toList();
    }
}

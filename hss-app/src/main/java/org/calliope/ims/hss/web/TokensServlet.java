package org.calliope.ims.hss.web;

import javax.servlet.http.HttpServletRequest;

import org.calliope.ims.hss.access.Refused;
import org.calliope.ims.hss.access.Tokens;
import org.calliope.ims.hss.page.Notice;
import org.calliope.ims.hss.page.Texts;
import org.calliope.ims.hss.page.TokenView;

/** {@code /tokens}: what programs prove themselves by. */
final class TokensServlet extends AccessPage {

    private static final long serialVersionUID = 1L;

    private final transient Tokens tokens;

    TokensServlet(Pages pages, Tokens tokens) {
        super(pages, "tokens");
        this.tokens = tokens;
    }

    @Override
    Notice act(Wish wish, HttpServletRequest request, Texts texts) {
        switch (wish.action()) {
            case "create" -> {
                String secret = tokens.create(wish.name(), Parameters.role(request),
                        Parameters.number(request, "days", 0), wish.by(), wish.address());
                return Notice.secret(texts.of("tokens.created.now"), wish.name(), secret);
            }
            case "revoke" -> tokens.revoke(wish.name(), wish.by(), wish.address());
            default -> throw new Refused("form.unknown");
        }
        return Notice.NONE;
    }

    @Override
    Object list() {
        return tokens.list().stream().map(token -> TokenView.of(token, tokens.expired(token))).toList();
    }
}

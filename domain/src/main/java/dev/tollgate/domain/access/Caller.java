package dev.tollgate.domain.access;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Who a call is made for.
///
/// @param alias the name shown in logs; never the key
/// @param role what the caller may do
/// @param holder whose key it was
/// @param token what else a token of an identity provider says; empty: it was no token
public record Caller(String alias, Role role, KeyHolder holder, Optional<Token> token) {
    /// What a caller may do at most, weakest first.
    public enum Role {
        /// no credential
        ANYONE,
        /// a key that may call models
        KEY,
        /// the master key
        ADMIN
    }

    /// The holder of the master key.
    public static final Caller MASTER = new Caller("master_key");

    /// Who calls what everybody may call.
    public static final Caller NOBODY = new Caller("", Role.ANYONE, KeyHolder.NOBODY);

    /// Whoever has a key.
    public Caller(String alias, Role role, KeyHolder holder) {
        this(alias, role, holder, Optional.empty());
    }

    /// An administrator, who has neither budgets nor limits.
    public Caller(String alias) {
        this(alias, Role.ADMIN, KeyHolder.MASTER);
    }

    /// The same caller for one of their teams. Who has a key has no choice.
    ///
    /// @param team the id or alias
    /// @return nothing where it is none of theirs
    public Optional<Caller> forTeam(String team) {
        if (token.isEmpty()) {
            return Optional.of(this);
        }
        return token.get().teams().stream()
                .filter(each -> each.team().equals(team) || each.teamAlias().equals(team))
                .findFirst()
                .map(each -> as(each, List.of(each)));
    }

    /// The same caller for the first of their teams that may call a model, if there is one: rather
    /// one for which somebody answers to the name.
    ///
    /// @param model the model as each team means it
    public Caller forModel(Function<String, ModelAccess.Asked> model) {
        if (token.isEmpty() || token.get().teams().size() < 2) {
            return this;
        }
        List<KeyHolder> may =
                holders().stream()
                        .filter(each -> each.models().refusing(model.apply(each.team())).isEmpty())
                        .toList();
        return may.stream()
                .filter(each -> model.apply(each.team()).served())
                .findFirst()
                .or(() -> may.stream().findFirst())
                .map(each -> as(each, token.get().teams()))
                .orElse(this);
    }

    /// As whom the caller may call: one holder, or one for each team that a token names.
    public List<KeyHolder> holders() {
        return token.map(Token::teams)
                .filter(teams -> !teams.isEmpty())
                .orElseGet(() -> List.of(holder));
    }

    private Caller as(KeyHolder another, List<KeyHolder> teams) {
        return new Caller(alias, role, another, token.map(its -> new Token(its.customer(), teams)));
    }

    /// What a token of an identity provider says beyond whose it is.
    ///
    /// @param customer on whose behalf its calls are; empty: what the calls say
    /// @param teams the holder as a member of each team that may be acted for
    public record Token(String customer, List<KeyHolder> teams) {
        public Token {
            teams = List.copyOf(teams);
        }
    }
}

package dev.intarsia.testkit.structure;

import java.util.EnumSet;
import java.util.Set;

/** Which rules are looked at. */
public enum Strictness {
    /** What the format says, of any writer's file. A page that the checker cannot decode is passed over. */
    FORMAT(EnumSet.of(Rule.Authority.FORMAT)),
    /**
     * What Intarsia writes where some column has fewer statistics. A page that the checker cannot decode is a finding.
     */
    SPARSE(EnumSet.of(Rule.Authority.FORMAT, Rule.Authority.CHECKER)),
    /** What Intarsia writes with all statistics. A page that the checker cannot decode is a finding. */
    HOUSE(EnumSet.of(Rule.Authority.FORMAT, Rule.Authority.HOUSE, Rule.Authority.CHECKER)),
    /** What Intarsia writes with page index and SizeStatistics on. */
    WHOLE(EnumSet.allOf(Rule.Authority.class));

    private final Set<Rule.Authority> authorities;

    Strictness(final Set<Rule.Authority> authorities) {
        this.authorities = authorities;
    }

    boolean asks(final Rule rule) {
        return authorities.contains(rule.authority());
    }
}

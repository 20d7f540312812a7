package dev.portage.orm;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The entities of a small application on Hibernate.
final class Library {
    private Library() {}

    /// How a member pays.
    enum Plan {
        FREE, MONTHLY, YEARLY
    }

    /// Somebody who borrows.
    @Entity(name = "Member")
    @Table(name = "member")
    static class Member {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        @Nullable
        Long id;

        @Column(nullable = false, unique = true)
        UUID publicId = new UUID(0, 0);

        @Column(nullable = false, length = 80)
        String name = "";

        @Enumerated(EnumType.STRING)
        @Column(nullable = false)
        Plan plan = Plan.FREE;

        @Column(nullable = false)
        boolean active;

        @Column(precision = 12, scale = 2)
        @Nullable
        BigDecimal balance;

        @Column(nullable = false)
        Instant joinedAt = Instant.EPOCH;

        byte @Nullable [] photo;

        @Override
        public String toString() {
            return "%s %s %s %s %s %s %s %s".formatted(id, publicId, name, plan, active,
                    balance == null ? "-" : balance.stripTrailingZeros().toPlainString(), joinedAt,
                    photo == null ? "-" : Arrays.toString(photo));
        }
    }

    /// One borrowing.
    @Entity(name = "Loan")
    @Table(name = "loan")
    static class Loan {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        @Nullable
        Long id;

        @ManyToOne(optional = false)
        @JoinColumn(name = "member_id", nullable = false)
        @Nullable
        Member member;

        @ManyToOne
        @JoinColumn(name = "renewal_of")
        @Nullable
        Loan renewalOf;

        @Column(nullable = false)
        String title = "";

        double fee;

        short pages;

        @Nullable
        LocalDateTime returnedAt;

        @Override
        public String toString() {
            return "%s %s %s %s %s %s %s".formatted(id, member == null ? "-" : member.id, renewalOf == null ? "-" : renewalOf.id,
                    title, fee, pages, returnedAt);
        }
    }
}

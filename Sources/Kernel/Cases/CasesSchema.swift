internal import Geography
package import Store

/// The tables of this room: projections of the event log, written in the transaction of the events that they show.
/// Each migration is final once it has landed.
package enum CasesSchema {
    package static let migrations: [Migration] = [
        Migration("cases-1", tables + indexes), Migration("cases-2", listedOrders), Migration("cases-3", slenderIndexes),
        Migration("cases-4", keyedTables, only: .sqlite), Migration("cases-5", ["drop index given_keys_by_age"]),
    ]

    private static let tables: [SQL] = [
        """
        create table cases (
            id bigint primary key,
            reference text not null unique,
            tracking text not null,
            workflow text not null,
            workflow_version bigint not null,
            state text not null,
            ended text,
            priority bigint not null,
            class text,
            area text,
            county text,
            street text,
            community text,
            level bigint not null,
            channel text not null,
            title text not null,
            address text,
            longitude double precision,
            latitude double precision,
            cell bigint,
            reporter bigint,
            outside_number text,
            paused bigint not null check (paused in (0, 1)),
            excluded bigint not null default 0 check (excluded in (0, 1)),
            overdue bigint not null,
            reopened bigint not null,
            rating bigint,
            reported_at bigint not null,
            updated_at bigint not null,
            ended_at bigint,
            next_due bigint,
            is_open bigint not null check (is_open in (0, 1)),
            listed_at bigint not null,
            revision bigint not null,
            log_revision bigint not null
        )
        """,
        """
        create table case_words (
            case_id bigint not null,
            log_revision bigint not null,
            words text not null,
            primary key (case_id, log_revision)
        )
        """,
        """
        create table work_orders (
            case_id bigint not null references cases (id),
            number bigint not null,
            organisation text not null,
            is_lead bigint not null check (is_lead in (0, 1)),
            progress text not null,
            called_at bigint not null,
            reported_in_at bigint,
            done_at bigint,
            due bigint,
            primary key (case_id, number)
        )
        """,
        """
        create table due_clocks (
            case_id bigint not null,
            number bigint not null,
            due bigint not null,
            primary key (case_id, number)
        )
        """,
        """
        create table given_keys (
            key text primary key,
            fingerprint text not null,
            answer text not null,
            at bigint not null
        )
        """,
        """
        create table case_numbers (
            day bigint primary key,
            used bigint not null
        )
        """,
        """
        create table workflow_versions (
            name text not null,
            version bigint not null,
            source text not null,
            primary key (name, version)
        )
        """,
        """
        create table exclusions (
            case_id bigint primary key references cases (id),
            reason text not null,
            proposed_by bigint not null,
            proposed_at bigint not null,
            reviewed_by bigint,
            reviewed_at bigint,
            accepted bigint check (accepted in (0, 1)),
            check (reviewed_by is null or reviewed_by <> proposed_by)
        )
        """,
        """
        create table rate_sums (
            period bigint not null,
            dimension text not null,
            member text not null,
            is_adjustment bigint not null check (is_adjustment in (0, 1)),
            reported bigint not null,
            ended bigint not null,
            unrated bigint not null,
            on_time bigint not null,
            calls_due bigint not null,
            calls_answered bigint not null,
            rated bigint not null,
            solved bigint not null,
            satisfaction bigint not null,
            primary key (period, dimension, member, is_adjustment)
        )
        """,
    ]

    /// Work orders in the list of their department: 1 among what it has to do, 0 among the ended cases on which it worked, null
    /// in neither; in the order in which their cases are listed.
    private static let listedOrders: [SQL] = [
        "alter table work_orders add column listed bigint check (listed in (0, 1))",
        "alter table work_orders add column listed_at bigint",
        """
        update work_orders set listed = (select c.is_open from cases c where c.id = case_id),
            listed_at = (select c.listed_at from cases c where c.id = case_id)
        where progress not in ('declined', 'cancelled')
            and (progress in ('called', 'working') or case_id in (select id from cases where is_open = 0))
        """,
        "create index work_orders_of_organisation_listed on work_orders (organisation, listed, listed_at, case_id)",
    ]

    /// Most reports come from people without an account, and none but those taken over from elsewhere has a number of its own.
    private static let slenderIndexes: [SQL] = [
        "drop index cases_of_reporter",
        "drop index cases_by_outside_number",
        "drop index work_orders_of_organisation",
        "create index cases_of_reporter on cases (reporter, id) where reporter is not null",
        "create index cases_by_outside_number on cases (outside_number) where outside_number is not null",
    ]

    /// SQLite keeps a table in the order of its primary key only when it is told to; else in a tree of its own beside the key's.
    private static let keyedTables: [SQL] =
        keyed(
            "case_words",
            """
            create table case_words (
                case_id bigint not null,
                log_revision bigint not null,
                words text not null,
                primary key (case_id, log_revision)
            ) without rowid
            """)
        + keyed(
            "due_clocks",
            """
            create table due_clocks (
                case_id bigint not null,
                number bigint not null,
                due bigint not null,
                primary key (case_id, number)
            ) without rowid
            """, index: "due_clocks_by_due", "create index due_clocks_by_due on due_clocks (due, case_id, number)")
        + keyed(
            "given_keys",
            """
            create table given_keys (
                key text not null primary key,
                fingerprint text not null,
                answer text not null,
                at bigint not null
            ) without rowid
            """, index: "given_keys_by_age", "create index given_keys_by_age on given_keys (at)")
        + keyed(
            "rate_sums",
            """
            create table rate_sums (
                period bigint not null,
                dimension text not null,
                member text not null,
                is_adjustment bigint not null check (is_adjustment in (0, 1)),
                reported bigint not null,
                ended bigint not null,
                unrated bigint not null,
                on_time bigint not null,
                calls_due bigint not null,
                calls_answered bigint not null,
                rated bigint not null,
                solved bigint not null,
                satisfaction bigint not null,
                primary key (period, dimension, member, is_adjustment)
            ) without rowid
            """)

    /// Makes a table anew with what it holds.
    private static func keyed(_ table: StaticString, _ definition: SQL, index: StaticString? = nil, _ indexDefinition: SQL? = nil) -> [SQL] {
        let drop: [SQL] = index.map { ["drop index \(raw: $0)"] } ?? []
        return drop + [
            "alter table \(raw: table) rename to \(raw: table)_before", definition,
            "insert into \(raw: table) select * from \(raw: table)_before", "drop table \(raw: table)_before",
        ] + (indexDefinition.map { [$0] } ?? [])
    }

    private static let indexes: [SQL] = [
        "create index cases_of_desk on cases (street, is_open, listed_at, id)",
        "create index cases_of_county on cases (county, is_open, listed_at, id)",
        "create index cases_of_city on cases (is_open, listed_at, id)",
        "create index cases_near on cases (cell, is_open)",
        "create index cases_of_reporter on cases (reporter, id)",
        "create index cases_by_outside_number on cases (outside_number)",
        "create index work_orders_of_organisation on work_orders (organisation, progress, due)",
        "create index due_clocks_by_due on due_clocks (due, case_id, number)",
        "create index given_keys_by_age on given_keys (at)",
    ]
}

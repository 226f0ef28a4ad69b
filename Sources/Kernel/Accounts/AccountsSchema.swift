package import Store

/// The tables of this room. Each migration is final once it has landed.
package enum AccountsSchema {
    package static let migrations: [Migration] = [
        Migration(
            "accounts-1",
            [
                """
                create table accounts (
                    id bigint primary key,
                    login text not null unique,
                    name_zh text not null,
                    name_en text not null,
                    password_hash text not null,
                    disabled bigint not null default 0 check (disabled in (0, 1)),
                    created bigint not null
                )
                """,
                """
                create table account_posts (
                    account bigint not null references accounts (id),
                    kind text not null,
                    area text,
                    organisation text,
                    from_day bigint,
                    to_day bigint,
                    check (area is not null or organisation is not null)
                )
                """,
                "create index account_posts_by_account on account_posts (account)",
                "create index account_posts_by_area on account_posts (area, kind)",
                "create index account_posts_by_organisation on account_posts (organisation, kind)",
                """
                create table sessions (
                    token_hash text primary key,
                    account bigint not null references accounts (id),
                    created bigint not null,
                    expires bigint not null
                )
                """,
                "create index sessions_by_expiry on sessions (expires)",
                // Contact data stands alone, so that it can be guarded, counted and erased alone.
                """
                create table contacts (
                    case_id bigint primary key,
                    name text,
                    phone text,
                    email text,
                    consent_at bigint not null,
                    erase_after bigint
                )
                """,
                "create index contacts_by_erasure on contacts (erase_after)",
                """
                create table contact_looks (
                    id bigint primary key,
                    case_id bigint not null,
                    account bigint not null,
                    purpose text not null,
                    at bigint not null
                )
                """,
                "create index contact_looks_by_case on contact_looks (case_id, at)",
            ])
    ]
}

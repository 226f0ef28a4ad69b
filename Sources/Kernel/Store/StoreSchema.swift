/// The tables of this room. Each migration is final once it has landed.
package enum StoreSchema {
    package static let migrations: [Migration] = [
        Migration(
            "store-1",
            [
                // The city's log of facts: never updated, never deleted.
                """
                create table events (
                    seq bigint primary key,
                    stream text not null,
                    entity bigint not null,
                    revision bigint not null,
                    at bigint not null,
                    type text not null,
                    body bytea not null,
                    previous bytea not null,
                    hash bytea not null,
                    unique (stream, entity, revision)
                )
                """,
                // Its last link; one row, moved by one writer at a time.
                """
                create table event_head (
                    one bigint primary key check (one = 1),
                    seq bigint not null,
                    hash bytea not null
                )
                """,
                """
                create table outbox (
                    id bigint primary key,
                    topic text not null,
                    entity bigint not null,
                    position bigint not null,
                    body text not null,
                    created bigint not null,
                    attempts bigint not null default 0,
                    due bigint not null,
                    claimed_by bigint,
                    claimed_until bigint,
                    delivered bigint,
                    dead bigint,
                    last_error text
                )
                """,
                "create index outbox_due on outbox (due, id) where delivered is null and dead is null",
                "create index outbox_of_entity on outbox (topic, entity, position) where delivered is null and dead is null",
                "create index outbox_delivered on outbox (delivered) where delivered is not null",
                "create index outbox_dead on outbox (dead) where dead is not null",
                // Numbers under which servers make ids.
                """
                create table id_nodes (
                    one bigint primary key check (one = 1),
                    started bigint not null
                )
                """,
            ])
    ]
}

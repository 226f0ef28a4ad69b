package import Ground

/// Messages to the world outside and to other rooms, written in the transaction that they tell of.
///
/// Delivered at least once, in the order of writing for each topic and entity, by any number of servers: only the oldest
/// waiting message of an entity can be claimed, and a claim belongs to one server until it runs out.
package enum Outbox {
    package struct Message: Sendable, Hashable {
        package var id: Int64
        package var topic: String
        package var entity: Int64
        package var body: String
        package var created: Instant
        /// How often delivery has failed.
        package var attempts: Int

        fileprivate static let columns: SQL = "id, topic, entity, body, created, attempts"

        fileprivate init(_ row: some Row) throws {
            id = try row.integer(0)
            topic = try row.text(1)
            entity = try row.integer(2)
            body = try row.text(3)
            created = try row.instant(4)
            attempts = try row.int(5)
        }
    }

    /// A message that was given up.
    package struct DeadLetter: Sendable, Hashable {
        package var message: Message
        package var given: Instant
        package var lastError: String
    }

    /// How long a failed message waits, and when it is given up.
    package struct Patience: Sendable, Hashable {
        package var firstDelay: Int64
        package var longestDelay: Int64
        package var mostAttempts: Int

        /// - Parameters:
        ///   - firstDelay: milliseconds after the first failure; doubled after each further one.
        ///   - longestDelay: milliseconds.
        ///   - mostAttempts: after so many failures the message is a dead letter.
        package init(firstDelay: Int64 = 1000, longestDelay: Int64 = 3_600_000, mostAttempts: Int = 16) {
            self.firstDelay = max(1, firstDelay)
            self.longestDelay = max(self.firstDelay, longestDelay)
            self.mostAttempts = max(1, mostAttempts)
        }

        /// Milliseconds to wait after that many failures.
        package func delay(after failures: Int) -> Int64 {
            var delay = firstDelay
            for _ in 1..<max(1, min(failures, 64)) {
                if delay >= longestDelay / 2 { return longestDelay }
                delay *= 2
            }
            return delay
        }
    }

    /// Writes a message in the transaction under way.
    /// - Parameter isFirst: whether the entity is new, so that no message of it can be waiting.
    package static func enqueue(
        topic: String, entity: Int64, body: String, at time: Instant, id: Int64, isFirst: Bool = false, on connection: any Connection
    ) throws {
        if isFirst {
            return try connection.later(
                firstInsertion.row([
                    .integer(id), .text(topic), .integer(entity), .integer(1), .text(body), time.sqlValue, time.sqlValue,
                ]))
        }
        // The order is counted rather than taken from the ids, which come from clocks of several servers.
        try connection.later(
            insertion.with([
                .integer(id), .text(topic), .integer(entity), .text(topic), .integer(entity), .text(body), time.sqlValue, time.sqlValue,
            ]))
    }

    private static let firstInsertion = Insertion(
        into: "outbox", columns: ["id", "topic", "entity", "position", "body", "created", "due"])

    private static let insertion: SQL = """
        insert into outbox (id, topic, entity, position, body, created, due)
        values (\(SQLValue.null), \(SQLValue.null), \(SQLValue.null), (select coalesce(max(position), 0) + 1 from outbox
            where topic = \(SQLValue.null) and entity = \(SQLValue.null) and delivered is null and dead is null),
            \(SQLValue.null), \(SQLValue.null), \(SQLValue.null))
        """

    /// Takes messages that are due, for one server, until a moment.
    /// - Parameter claimant: a number that no other server has.
    package static func claim(
        batch: Int, by claimant: Int64, now: Instant, until: Instant, topics: [String]? = nil,
        on connection: any Connection
    ) throws -> [Message] {
        let query = claimQuery(batch: batch, now: now, topics: topics, kind: connection.kind)
        let messages = try connection.rows(query) { try Message($0) }
        for message in messages {
            try connection.later(
                "update outbox set claimed_by = \(claimant), claimed_until = \(until) where id = \(message.id)")
        }
        return messages
    }

    /// The statement behind `claim`; a test reads its plan.
    package static func claimQuery(batch: Int, now: Instant, topics: [String]?, kind: StoreKind) -> SQL {
        let topicCondition: SQL =
            switch topics {
            case nil: ""
            case let topics? where topics.isEmpty: " and 1 = 0"
            case let topics?: " and topic in (" + SQL.joined(topics.map { "\($0)" }, separator: ", ") + ")"
            }
        let lock: SQL = kind == .postgresql ? " for update skip locked" : ""
        return """
            select \(Message.columns) from outbox
            where delivered is null and dead is null and due <= \(now)
                and (claimed_until is null or claimed_until <= \(now))\(topicCondition)
                and not exists (select 1 from outbox earlier where earlier.topic = outbox.topic
                    and earlier.entity = outbox.entity and earlier.position < outbox.position
                    and earlier.delivered is null and earlier.dead is null)
            order by due, id limit \(batch)\(lock)
            """
    }

    /// Notes a delivery. Nothing happens when the claim has gone to somebody else.
    /// - Returns: whether the claim still stood.
    @discardableResult
    package static func deliver(
        _ id: Int64, by claimant: Int64, at time: Instant, on connection: any Connection
    ) throws -> Bool {
        try connection.execute(
            """
            update outbox set delivered = \(time), claimed_by = null, claimed_until = null
            where id = \(id) and claimed_by = \(claimant) and delivered is null
            """) == 1
    }

    /// Notes a failure: the message waits longer each time, and is given up in the end.
    package static func fail(
        _ message: Message, by claimant: Int64, error: String, patience: Patience, at time: Instant,
        on connection: any Connection
    ) throws {
        let failures = message.attempts + 1
        let due = time.advanced(milliseconds: patience.delay(after: failures))
        let dead: Instant? = failures >= patience.mostAttempts ? time : nil
        try connection.execute(
            """
            update outbox set attempts = \(failures), due = \(due), dead = \(dead), last_error = \(String(error.prefix(500))),
                claimed_by = null, claimed_until = null
            where id = \(message.id) and claimed_by = \(claimant) and delivered is null
            """)
    }

    /// Messages that were given up, the latest first.
    package static func deadLetters(most: Int = 100, on connection: any Connection) throws -> [DeadLetter] {
        try connection.rows(
            """
            select \(Message.columns), dead, last_error from outbox where dead is not null
            order by dead desc, id desc limit \(most)
            """
        ) { DeadLetter(message: try Message($0), given: try $0.instant(6), lastError: try $0.optionalText(7) ?? "") }
    }

    /// Sends a dead letter again, after those that wait by now.
    /// - Returns: whether there was one.
    package static func revive(_ id: Int64, at time: Instant, on connection: any Connection) throws -> Bool {
        try connection.execute(
            """
            update outbox set dead = null, attempts = 0, due = \(time), position = (select coalesce(max(o.position), 0) + 1
                from outbox o where o.topic = outbox.topic and o.entity = outbox.entity and o.delivered is null
                and o.dead is null)
            where id = \(id) and dead is not null
            """) == 1
    }

    /// How many messages wait, also those that are not due yet.
    package static func waiting(on connection: any Connection) throws -> Int {
        try connection.row("select count(*) from outbox where delivered is null and dead is null") { try $0.int(0) } ?? 0
    }

    /// Forgets what was delivered before a moment.
    @discardableResult
    package static func sweep(before time: Instant, on connection: any Connection) throws -> Int {
        try connection.execute("delete from outbox where delivered is not null and delivered < \(time)")
    }
}

/// The append-only log of all facts of a city: one order without gaps, each fact bound to the one before by its hash.
package enum EventLog {
    /// What a look through the log found.
    package struct Report: Sendable, Hashable {
        /// How many events were looked at.
        package var count: Int64
        /// The first event that is not what was written, or that is missing; nil where all is well.
        package var firstBroken: Int64?
        package var reason: String?
        /// The hash of the last sound event.
        package var head: [UInt8]
    }

    /// Appends events in the transaction under way.
    ///
    /// On PostgreSQL the head of the chain stays locked until the transaction ends, so servers append one after another.
    /// - Returns: the places of the events in the order of all.
    /// - Throws: a unique violation where an entity already has an event of that revision.
    @discardableResult
    package static func append(_ events: [NewEvent], on connection: any Connection) throws -> [Int64] {
        guard !events.isEmpty else { return [] }
        var (seq, hash) = try lockedHead(on: connection)
        var places: [Int64] = []
        for event in events {
            seq += 1
            hash = try insert(event, seq: seq, previous: hash, on: connection).hash
            places.append(seq)
        }
        try moveHead(seq, hash, on: connection)
        return places
    }

    /// Appends one event.
    /// - Returns: the event as it stands in the log.
    @discardableResult
    package static func append(_ event: NewEvent, on connection: any Connection) throws -> EventRecord {
        let (seq, hash) = try lockedHead(on: connection)
        let record = try insert(event, seq: seq + 1, previous: hash, on: connection)
        try moveHead(record.seq, record.hash, on: connection)
        return record
    }

    private static func insert(
        _ event: NewEvent, seq: Int64, previous: [UInt8], on connection: any Connection
    ) throws -> EventRecord {
        let record = EventRecord(event, seq: seq, previous: previous)
        try connection.later(
            """
            insert into events (seq, stream, entity, revision, at, type, body, previous, hash)
            values (\(seq), \(record.stream), \(record.entity), \(record.revision), \(record.at), \(record.type),
                \(record.body), \(previous), \(record.hash))
            """)
        return record
    }

    private static func moveHead(_ seq: Int64, _ hash: [UInt8], on connection: any Connection) throws {
        try connection.later("update event_head set seq = \(seq), hash = \(hash) where one = 1")
    }

    /// The events of one entity in their order.
    /// - Parameter after: only those of a higher revision.
    package static func events(
        stream: String, entity: Int64, after revision: Int = Int(Int32.min), on connection: any Connection
    ) throws -> [EventRecord] {
        try connection.rows(
            """
            select \(EventRecord.columns) from events
            where stream = \(stream) and entity = \(entity) and revision > \(revision) order by revision
            """
        ) { try EventRecord($0) }
    }

    /// Events in the order of all, from the one after a place.
    package static func events(after seq: Int64, most: Int, on connection: any Connection) throws -> [EventRecord] {
        try connection.rows("select \(EventRecord.columns) from events where seq > \(seq) order by seq limit \(most)") {
            try EventRecord($0)
        }
    }

    /// Place and hash of the last event; 0 and zeros where there is none.
    package static func head(on connection: any Connection) throws -> (seq: Int64, hash: [UInt8]) {
        let found = try connection.row("select seq, hash from event_head where one = 1") {
            (try $0.integer(0), try $0.blob(1))
        }
        return found ?? (0, EventRecord.noHash)
    }

    /// Computes the whole chain again.
    package static func verify(on connection: any Connection) throws -> Report {
        var report = Report(count: 0, firstBroken: nil, reason: nil, head: EventRecord.noHash)
        while true {
            let page = try events(after: report.count, most: 1000, on: connection)
            for record in page {
                if let reason = fault(of: record, after: report) {
                    report.firstBroken = report.count + 1
                    report.reason = reason
                    return report
                }
                report.count = record.seq
                report.head = record.hash
            }
            if page.count < 1000 { break }
        }
        let head = try head(on: connection)
        if head.seq != report.count || head.hash != report.head {
            report.firstBroken = report.count + 1
            report.reason = "the log ends before its head"
        }
        return report
    }

    private static func fault(of record: EventRecord, after report: Report) -> String? {
        if record.seq != report.count + 1 { return "the event is missing" }
        if record.previous != report.head { return "the event does not follow the one before" }
        if record.hash != record.computedHash { return "the event is not what was written" }
        return nil
    }

    private static func lockedHead(on connection: any Connection) throws -> (Int64, [UInt8]) {
        // SQLite has one writer and knows no locks of rows.
        let query: SQL =
            connection.kind == .postgresql
            ? "select seq, hash from event_head where one = 1 for update"
            : "select seq, hash from event_head where one = 1"
        let read = { try connection.row(query) { (try $0.integer(0), try $0.blob(1)) } }
        if let found = try read() { return found }
        try connection.execute(
            """
            insert into event_head (one, seq, hash) values (1, 0, \(EventRecord.noHash)) on conflict (one) do nothing
            """)
        guard let found = try read() else { throw SQLError(.other, detail: "the event log has no head") }
        return found
    }
}

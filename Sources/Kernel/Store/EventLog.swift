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
    /// Writers of all servers follow one another, and so do their events.
    /// - Returns: the places of the events in the order of all.
    /// - Throws: a unique violation where an entity already has an event of that revision.
    @discardableResult
    package static func append(_ events: [NewEvent], on connection: any Connection) throws -> [Int64] {
        guard !events.isEmpty else { return [] }
        let head = try connection.gathered(EventHead.self)
        var (seq, hash) = try head.last(on: connection)
        var places: [Int64] = []
        for event in events {
            seq += 1
            hash = try insert(event, seq: seq, previous: hash, on: connection).hash
            places.append(seq)
        }
        head.move(to: seq, hash)
        return places
    }

    /// Appends one event.
    /// - Returns: the event as it stands in the log.
    @discardableResult
    package static func append(_ event: NewEvent, on connection: any Connection) throws -> EventRecord {
        let head = try connection.gathered(EventHead.self)
        let (seq, hash) = try head.last(on: connection)
        let record = try insert(event, seq: seq + 1, previous: hash, on: connection)
        head.move(to: record.seq, record.hash)
        return record
    }

    private static let insertion = Insertion(
        into: "events", columns: ["seq", "stream", "entity", "revision", "at", "type", "body", "previous", "hash"])

    private static func insert(
        _ event: NewEvent, seq: Int64, previous: [UInt8], on connection: any Connection
    ) throws -> EventRecord {
        let record = EventRecord(event, seq: seq, previous: previous)
        try connection.later(
            insertion.row([
                .integer(seq), .text(record.stream), .integer(record.entity), record.revision.sqlValue, record.at.sqlValue,
                .text(record.type), .blob(record.body), .blob(previous), .blob(record.hash),
            ]))
        return record
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
        try connection.writeGathered()
        return try EventHead.read(on: connection)
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
}

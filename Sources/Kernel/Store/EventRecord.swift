internal import Crypto
package import Ground

/// A fact to be appended to the log.
package struct NewEvent: Sendable, Hashable {
    /// What kind of thing it is about, such as `case`.
    package var stream: String
    package var entity: Int64
    /// Counts the events of the entity; two of the same number are refused as a unique violation.
    package var revision: Int
    package var at: Instant
    package var type: String
    /// The canonical bytes of the fact.
    package var body: [UInt8]

    package init(stream: String, entity: Int64, revision: Int, at: Instant, type: String, body: [UInt8]) {
        self.stream = stream
        self.entity = entity
        self.revision = revision
        self.at = at
        self.type = type
        self.body = body
    }
}

/// A fact in the log, with its place in the one order of all facts.
package struct EventRecord: Sendable, Hashable {
    /// 1 for the first event; no number is missing.
    package var seq: Int64
    package var stream: String
    package var entity: Int64
    package var revision: Int
    package var at: Instant
    package var type: String
    package var body: [UInt8]
    /// The hash of the event before; 32 zero bytes for the first.
    package var previous: [UInt8]
    package var hash: [UInt8]

    package static let noHash = [UInt8](repeating: 0, count: 32)

    init(_ event: NewEvent, seq: Int64, previous: [UInt8]) {
        self.seq = seq
        stream = event.stream
        entity = event.entity
        revision = event.revision
        at = event.at
        type = event.type
        body = event.body
        self.previous = previous
        hash = []
        hash = computedHash
    }

    static let columns: SQL = "seq, stream, entity, revision, at, type, body, previous, hash"

    init(_ row: some Row) throws {
        seq = try row.integer(0)
        stream = try row.text(1)
        entity = try row.integer(2)
        revision = try row.int(3)
        at = try row.instant(4)
        type = try row.text(5)
        body = try row.blob(6)
        previous = try row.blob(7)
        hash = try row.blob(8)
    }

    /// What is hashed: the canonical message of 1 seq, 2 stream, 3 entity, 4 revision, 5 at (milliseconds), 6 type, 7 body,
    /// 8 previous.
    package var canonical: [UInt8] {
        var encoder = CanonicalEncoder()
        encoder.encode(seq, 1)
        encoder.encode(stream, 2)
        encoder.encode(entity, 3)
        encoder.encode(revision, 4)
        encoder.encode(at.milliseconds, 5)
        encoder.encode(type, 6)
        encoder.encode(body, 7)
        encoder.encode(previous, 8)
        return encoder.bytes
    }

    /// SHA-256 of `canonical`.
    package var computedHash: [UInt8] { Array(SHA256.hash(data: canonical)) }
}

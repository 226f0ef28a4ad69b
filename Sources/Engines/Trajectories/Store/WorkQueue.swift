internal import Foundation

/// What waits for a shard's thread. It holds a bounded number of points.
final class WorkQueue: @unchecked Sendable {
    enum Work {
        case append(slot: UInt32, points: [Point], contact: Contact?, reply: CheckedContinuation<Void, any Error>)
        case load(LoadJob)
        case locate(slot: UInt32, reply: @Sendable (Result<OpenPieces?, TrackFault>) -> Void)
        /// Closes what has come of age; all of it, if so asked.
        case sweep(everything: Bool, reply: CheckedContinuation<Void, any Error>)
        case close(reply: CheckedContinuation<Void, any Error>)
    }

    private let condition = NSCondition()
    private var works: [Work] = []
    private var points = 0
    private var isClosed = false
    private var isAbandoned = false
    private var isOver = false
    private let most: Int

    init(most: Int) { self.most = most }

    var isOpen: Bool {
        condition.lock()
        defer { condition.unlock() }
        return !isClosed
    }

    /// - Throws: `busy` or `closed`; the work is then not taken.
    func put(_ work: Work) throws(TrackFault) {
        condition.lock()
        defer { condition.unlock() }
        guard !isClosed else { throw .closed }
        if case .append(_, let more, _, _) = work {
            guard points + more.count <= most else { throw .busy }
            points += more.count
        }
        if case .close = work { isClosed = true }
        works.append(work)
        condition.signal()
    }

    /// Ends the thread as a failure of power would, and waits for its end: what is in no block yet stays where it is.
    func abandon() {
        condition.lock()
        defer { condition.unlock() }
        (isClosed, isAbandoned) = (true, true)
        condition.signal()
        while !isOver { condition.wait() }
    }

    func hasEnded() {
        condition.lock()
        defer { condition.unlock() }
        isOver = true
        condition.broadcast()
    }

    /// All that waits; nil when the store was given up. When nothing waits, sleeps, but not for ever.
    /// - Parameter gather: how long the first append waits for others, in seconds.
    func take(atMost seconds: Double, gather: Double) -> [Work]? {
        condition.lock()
        defer { condition.unlock() }
        if works.isEmpty, !isAbandoned { _ = condition.wait(until: Date(timeIntervalSinceNow: seconds)) }
        if isAbandoned { return nil }
        let isOnlyAppends = works.allSatisfy { if case .append = $0 { true } else { false } }
        if !works.isEmpty, isOnlyAppends, gather > 0 {
            condition.unlock()
            Thread.sleep(forTimeInterval: gather)
            condition.lock()
        }
        defer {
            works = []
            points = 0
        }
        return works
    }
}

/// What of a device lies in files that are still being written.
struct OpenPieces: Sendable {
    var day: UInt32
    /// Closed files of the day as they are now.
    var closed: [UInt32]
    var pieces: [PieceSource]
}

/// Where a sealed piece lies.
struct PieceSource: Sendable {
    var file: any StoredFile
    var path: String
    var offset: Int
    var length: Int
    var day: UInt32
    var shard: UInt16
    var span: CoarseSpan

    /// Reads the piece as it is: sealed.
    func read() throws(TrackFault) -> SealedPiece {
        let bytes = try file.read(length, at: offset)
        guard let record = RecordFile.record(bytes, offset: offset) else {
            throw .brokenFile(path, byte: offset, reason: "the piece is not whole")
        }
        return try Self.piece(record, day, shard, path)
    }

    static func piece(_ record: RecordFile.Record, _ day: UInt32, _ shard: UInt16, _ path: String) throws(TrackFault) -> SealedPiece {
        var reader = ByteReader(record.body)
        guard let head = PieceHead(kind: record.kind, &reader), reader.rest.count >= SealedPiece.tagSize else {
            throw .brokenFile(path, byte: record.offset, reason: "this is no sealed piece")
        }
        return SealedPiece(head: head, day: day, shard: shard, bytes: Array(reader.rest))
    }
}

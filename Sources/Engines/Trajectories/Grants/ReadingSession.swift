/// The right to look again and again within a few minutes, as somebody does who turns the pages of a history: the signature is checked once.
///
/// Everything else is asked at each look: whether the request is still of now, whether the grant holds, until when the device was the owner's.
/// Each look has its entry in the read log, on the disk before a sealed byte is read.
public struct ReadingSession: Sendable {
    /// What was signed. It is worth something for as long as it would be at the door (`ReadRequest.freshness`).
    public let request: ReadRequest
    private let store: SegmentStore
    private let slot: UInt32
    private let by: Right

    private enum Right {
        case owner(OwnerCard)
        case grant(Grant)
    }

    fileprivate init(_ request: ReadRequest, _ store: SegmentStore) throws(TrackFault) {
        (self.request, self.store, slot) = (request, store, try store.slot(of: request.device))
        switch request.right {
        case .owner:
            try Self.checkTime(request, store.now())
            let owner = store.register.owners(at: slot).first { request.isSigned(by: $0) }
            guard let owner else { throw .wrongSignature }
            by = .owner(owner)
        case .grant(let id):
            guard let grant = store.ledger.grant(id), grant.device == request.device else { throw .notGranted("there is no such grant") }
            try Self.checkTime(request, store.now())
            guard request.isSigned(by: grant.readerCard) else { throw .wrongSignature }
            guard grant.span.contains(request.span.lowerBound), grant.span.contains(request.span.upperBound) else {
                throw .notGranted("the grant is for another span of time")
            }
            by = .grant(grant)
        }
        _ = try allowed(request.span)
    }

    /// A look by a thread that may wait for the disk; what comes is sealed.
    /// - Parameter part: of the request's span; all of it where left out.
    /// - Throws: `TrackFault`: `.notGranted`, `.disk`.
    public func look(_ part: ClosedRange<Int64>? = nil) throws(TrackFault) -> Reading {
        let span = try allowed(part ?? request.span)
        try store.ledger.noteWaiting(entry(span))
        let shard = store.shard(of: slot)
        return reading(span, try store.locate(request.device, span, in: shard, open: try shard.openPiecesWaiting(of: slot)))
    }

    /// The same for a task: threads that run tasks do not wait.
    public func read(_ part: ClosedRange<Int64>? = nil) async throws -> Reading {
        let span = try allowed(part ?? request.span)
        try await store.ledger.note(entry(span))
        let shard = store.shard(of: slot)
        return reading(span, try store.locate(request.device, span, in: shard, open: try await shard.openPieces(of: slot)))
    }

    /// Looks at the right alone: nothing of the device is touched.
    private func allowed(_ span: ClosedRange<Int64>) throws(TrackFault) -> ClosedRange<Int64> {
        guard request.span.lowerBound <= span.lowerBound, span.upperBound <= request.span.upperBound else {
            throw .notGranted("the request is for another span of time")
        }
        let time = store.now()
        try Self.checkTime(request, time)
        switch by {
        case .grant(let grant):
            try store.ledger.check(grant, at: time)
            return span
        case .owner(let owner):
            // Who gave the device away sees what it did until then, and nothing of the next owner.
            guard let until = store.register.tenure(of: owner, at: slot), span.lowerBound <= until else {
                throw .notGranted("the device had another owner then")
            }
            return span.lowerBound...min(span.upperBound, until)
        }
    }

    private static func checkTime(_ request: ReadRequest, _ time: Int64) throws(TrackFault) {
        let (age, overflow) = time.subtractingReportingOverflow(request.time)
        guard !overflow, age.magnitude <= UInt64(ReadRequest.freshness) else { throw .notGranted("the request is not of now") }
    }

    private var grant: Grant? {
        if case .grant(let grant) = by { grant } else { nil }
    }

    private func entry(_ span: ClosedRange<Int64>) -> ReadEntry {
        ReadEntry(
            time: store.now(), device: request.device, span: span, right: request.right, reader: grant?.reader ?? "", purpose: request.purpose)
    }

    private func reading(_ span: ClosedRange<Int64>, _ located: [Located]) -> Reading {
        Reading(ledger: store.ledger, grant: grant, span: span, located: located, now: store.now)
    }
}

extension SegmentStore {
    /// Checks a request once, for looks that follow.
    /// - Throws: `TrackFault`: `.unknownDevice`, `.notGranted`, `.wrongSignature`.
    public func session(_ request: ReadRequest) throws(TrackFault) -> ReadingSession {
        try ReadingSession(request, self)
    }

    /// Asks for one look. It is noted, on the disk, before the first sealed byte is read; what comes is sealed.
    /// - Throws: `TrackFault`: `.unknownDevice`, `.notGranted`, `.wrongSignature`, `.disk`.
    public func read(_ request: ReadRequest) async throws -> Reading { try await session(request).read() }

    /// The same on a thread that may wait for the disk.
    public func look(_ request: ReadRequest) throws(TrackFault) -> Reading { try session(request).look() }
}

/// How the key of a piece is sealed: to the owner, or by a grant to its reader.
public enum SealedKey: Sendable, Hashable {
    case owner(WrappedKey)
    case granted(GrantedKey, Grant)

    /// The key itself, where the secret keys of the one it is sealed for are.
    public func open(with keys: OwnerKeys) -> EpochKey? {
        switch self {
        case .owner(let wrapped): wrapped.open(with: keys)
        case .granted(let key, let grant): grant.open(key, with: keys)
        }
    }
}

/// A look that was asked for, allowed and noted. Pieces come sealed, one by one, and each time the right is looked at again.
public final class Reading {
    private let ledger: ReadLedger
    private let grant: Grant?
    private let now: @Sendable () -> Int64
    public let span: ClosedRange<Int64>
    private var waiting: [(Located, PieceSource)]
    private var at = 0
    private var keys: [EpochPlace: SealedKey] = [:]
    /// Pieces that `points` left out, because their keys were sealed for somebody else: those of a device's former or next owner.
    public private(set) var closedPieces = 0

    init(ledger: ReadLedger, grant: Grant?, span: ClosedRange<Int64>, located: [Located], now: @escaping @Sendable () -> Int64) {
        (self.ledger, self.grant, self.span, self.now) = (ledger, grant, span, now)
        waiting = located.flatMap { day in day.pieces.map { (day, $0) } }
    }

    /// The next piece and its key, both sealed; nil behind the last. It waits for the disk.
    /// - Throws: `TrackFault.notGranted` as soon as the grant is revoked or has expired.
    public func next() throws(TrackFault) -> (piece: SealedPiece, key: SealedKey)? {
        while at < waiting.count {
            if let grant { try ledger.check(grant, at: now()) }
            let (day, source) = waiting[at]
            at += 1
            let piece = try source.read()
            if let key = try key(of: piece, day) { return (piece, key) }
        }
        return nil
    }

    /// Nil where the piece is of another device whose tag begins alike, or of an epoch that was not granted.
    private func key(of piece: SealedPiece, _ day: Located) throws(TrackFault) -> SealedKey? {
        if let known = keys[piece.place] { return known }
        guard let wrapped = try KeyFile.key(piece.place, of: day.keys), wrapped.tag == day.tag else { return nil }
        var sealed = SealedKey.owner(wrapped)
        if let grant {
            guard let granted = grant.keys.first(where: { $0.place == piece.place }) else { return nil }
            sealed = .granted(granted, grant)
        }
        keys[piece.place] = sealed
        return sealed
    }

    /// All points of the span in the order of their arrival, opened with the keys of the owner or reader: for the side that has them.
    /// - Parameter decoder: whoever reads much uses one again and again.
    /// - Throws: `TrackFault`: `.notGranted`, `.disk`, `.brokenFile`, `.brokenBlock`; `.cannotOpen` where a piece was changed, or where there are
    ///   pieces and not one is for these keys.
    public func points(with keys: OwnerKeys, _ decoder: BlockDecoder = BlockDecoder()) throws(TrackFault) -> [Point] {
        var opened: [EpochPlace: (key: EpochKey, chain: KeyChain)] = [:]
        var pieces: [(head: PieceHead, place: EpochPlace, points: [Point])] = []
        while let (piece, sealed) = try next() {
            guard var epoch = opened[piece.place] ?? sealed.open(with: keys).map({ ($0, KeyChain($0)) }) else {
                closedPieces += 1
                continue
            }
            if !epoch.chain.advance(to: piece.head.link) {
                // A message that a failure left lies behind the blocks that came after it.
                epoch.chain = KeyChain(epoch.key)
                guard epoch.chain.advance(to: piece.head.link) else { throw .cannotOpen }
            }
            opened[piece.place] = epoch
            pieces.append((piece.head, piece.place, try piece.open(with: epoch.chain, decoder)))
        }
        if pieces.isEmpty, closedPieces > 0 { throw .cannotOpen }
        // Pieces of an epoch lie one behind the other, and its batches behind its blocks.
        pieces.sort { a, b in
            (a.place.day, a.place.epoch, a.head.kind.rawValue, a.head.counter) < (b.place.day, b.place.epoch, b.head.kind.rawValue, b.head.counter)
        }
        return pieces.flatMap { $0.points.filter { span.contains($0.time) } }
    }
}

extension ReadLedger {
    /// - Throws: `TrackFault.notGranted` where the grant is unknown, revoked or has expired.
    func check(_ grant: Grant, at time: Int64) throws(TrackFault) {
        if isRevoked(grant.id) { throw .notGranted("the grant was revoked") }
        if time >= grant.expires { throw .notGranted("the grant has expired") }
    }
}

extension SegmentStore {
    /// The keys of the epochs that a span touches, for the owner to seal them again. This is a look as well and is noted.
    public func wrappedKeys(_ request: ReadRequest) async throws -> [WrappedKey] {
        guard request.right == .owner else { throw TrackFault.notGranted("only the owner passes keys on") }
        let reading = try await read(request)
        var keys: [EpochPlace: WrappedKey] = [:]
        while let (piece, key) = try reading.next() {
            if case .owner(let wrapped) = key { keys[piece.place] = wrapped }
        }
        return keys.values.sorted { ($0.place.day, $0.place.epoch) < ($1.place.day, $1.place.epoch) }
    }

    /// Keeps a grant of the device's owner, or of a former one: nobody can grant but keys that were sealed to her.
    public func add(_ grant: Grant) async throws {
        guard register.owners(at: try slot(of: grant.device)).contains(where: { grant.isSigned(by: $0) }) else {
            throw TrackFault.wrongSignature
        }
        try await ledger.add(grant)
    }

    /// Ends a grant at the word of who gave it, also after the device went to somebody else: readings that are under way end as well.
    public func revoke(_ revocation: Revocation) async throws {
        guard let grant = ledger.grant(revocation.grant) else { throw TrackFault.notGranted("there is no such grant") }
        let owners = register.owners(at: try slot(of: grant.device))
        guard owners.contains(where: { revocation.isSigned(by: $0) && grant.isSigned(by: $0) }) else { throw TrackFault.wrongSignature }
        try await ledger.end(revocation)
    }
}

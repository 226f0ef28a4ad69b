internal import Crypto
internal import Foundation

/// What stands in clear before sealed points: nothing finer than the quarter hours that they lie in and how many they are.
public struct PieceHead: Sendable, Hashable {
    public enum Kind: UInt8, Sendable, Hashable {
        /// Many points of a device, for good.
        case block = 1
        /// The points of one message, until a block holds them.
        case batch = 2
    }

    static let size = 20
    public var kind: Kind
    /// The number of the key among those of its day and shard.
    public var epoch: UInt32
    /// The number of the piece among those of its kind and epoch: the nonce, never used twice.
    public var counter: UInt32
    public var span: CoarseSpan
    public var points: UInt16
    /// Of a block: so many batches of the epoch are held by this block and those before it. Of a batch: the number of the block that is to
    /// hold it.
    public var batches: UInt32

    /// Which of the epoch's keys seals the piece.
    var link: UInt32 { kind == .block ? counter : batches }

    /// The 20 bytes as they stand in a file; the kind stands before them.
    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.size)
        bytes.append(little: epoch)
        bytes.append(little: counter)
        bytes.append(little: span.first)
        bytes.append(little: span.more)
        bytes.append(little: points)
        bytes.append(little: batches)
        return bytes
    }

    init(kind: Kind, epoch: UInt32, counter: UInt32, span: CoarseSpan, points: UInt16, batches: UInt32) {
        (self.kind, self.epoch, self.counter, self.span, self.points, self.batches) = (kind, epoch, counter, span, points, batches)
    }

    init?(kind: UInt8, _ reader: inout ByteReader) {
        guard let kind = Kind(rawValue: kind), let epoch = reader.number(UInt32.self), let counter = reader.number(UInt32.self),
            let first = reader.number(Int32.self), let more = reader.number(UInt16.self), let points = reader.number(UInt16.self),
            let batches = reader.number(UInt32.self)
        else { return nil }
        self.init(
            kind: kind, epoch: epoch, counter: counter, span: CoarseSpan(first: first, more: more), points: points, batches: batches)
    }
}

/// Quarter hours, as coarsely as times stand in clear.
public struct CoarseSpan: Sendable, Hashable {
    public static let milliseconds: Int64 = 900_000
    /// Quarter hours since 1970; times beyond the scale go to its end.
    public var first: Int32
    /// How many follow the first; the highest number means: to the end of time.
    public var more: UInt16

    public init(first: Int32, more: UInt16) { (self.first, self.more) = (first, more) }

    /// The span of these points; of none, the first quarter hour of 1970.
    init(_ points: some Collection<Point>) {
        var (earliest, latest) = (Int64.max, Int64.min)
        for point in points {
            earliest = min(earliest, point.time)
            latest = max(latest, point.time)
        }
        if earliest > latest { (earliest, latest) = (0, 0) }
        let (from, to) = (Self.quarter(earliest), Self.quarter(latest))
        self.init(first: from, more: UInt16(clamping: Int64(to) - Int64(from)))
    }

    private static func quarter(_ time: Int64) -> Int32 {
        let floor = time / milliseconds - (time % milliseconds < 0 ? 1 : 0)
        return Int32(clamping: floor)
    }

    /// Whether a point of these quarter hours may lie in the span of milliseconds.
    func mayHold(_ span: ClosedRange<Int64>) -> Bool {
        let (from, to) = (Self.quarter(span.lowerBound), Self.quarter(span.upperBound))
        return first <= to && (more == .max || Int64(first) + Int64(more) >= Int64(from))
    }
}

/// Points as they lie on the disk: AES-256-GCM under a key of the epoch; the head, the day and the shard are bound to them.
public struct SealedPiece: Sendable, Hashable {
    static let tagSize = 16
    public var head: PieceHead
    public var day: UInt32
    public var shard: UInt16
    /// The sealed block and its tag.
    public var bytes: [UInt8]

    public var place: EpochPlace { EpochPlace(day: day, shard: shard, epoch: head.epoch) }

    init(head: PieceHead, day: UInt32, shard: UInt16, bytes: [UInt8]) {
        (self.head, self.day, self.shard, self.bytes) = (head, day, shard, bytes)
    }

    /// Seals the bytes of a block and overwrites them.
    static func seal(_ block: inout [UInt8], _ head: PieceHead, with chain: KeyChain) throws(TrackFault) -> SealedPiece {
        let place = chain.place
        precondition(head.epoch == place.epoch && head.link == chain.link, "a piece is sealed with the key of its block")
        defer { block.wipe() }
        do {
            let box = try AES.GCM.seal(
                block, using: chain.key, nonce: nonce(head), authenticating: binding(head, place.day, place.shard))
            var bytes: [UInt8] = []
            bytes.reserveCapacity(block.count + tagSize)
            bytes.append(contentsOf: box.ciphertext)
            bytes.append(contentsOf: box.tag)
            return SealedPiece(head: head, day: place.day, shard: place.shard, bytes: bytes)
        } catch {
            throw .cannotSeal
        }
    }

    /// The points, with the key of the piece's epoch.
    /// - Throws: `TrackFault.cannotOpen` where the key is another or a byte was changed, `.brokenBlock` where what was sealed is no block.
    public func open(with key: EpochKey, _ decoder: BlockDecoder = BlockDecoder()) throws(TrackFault) -> [Point] {
        var chain = KeyChain(key)
        guard key.place == place, chain.advance(to: head.link) else { throw .cannotOpen }
        return try open(with: chain, decoder)
    }

    /// The points, with the keys of the piece's block.
    func open(with chain: KeyChain, _ decoder: BlockDecoder) throws(TrackFault) -> [Point] {
        guard chain.place == place, chain.link == head.link, bytes.count >= Self.tagSize else { throw .cannotOpen }
        let block: Data
        do {
            let cut = bytes.count - Self.tagSize
            let box = try AES.GCM.SealedBox(nonce: Self.nonce(head), ciphertext: bytes[..<cut], tag: bytes[cut...])
            block = try AES.GCM.open(box, using: chain.key, authenticating: Self.binding(head, day, shard))
        } catch {
            throw .cannotOpen
        }
        let points: [Point]
        do throws(BrokenBlock) {
            points = try decoder.decode(Array(block))
        } catch {
            throw .brokenBlock(error)
        }
        guard points.count == Int(head.points) else {
            throw .brokenBlock(BrokenBlock(offset: 2, reason: "\(points.count) points where the head says \(head.points)"))
        }
        return points
    }

    private static func nonce(_ head: PieceHead) throws -> AES.GCM.Nonce {
        var bytes: [UInt8] = [head.kind.rawValue, 0, 0, 0, 0, 0, 0, 0]
        bytes.append(little: head.counter)
        return try AES.GCM.Nonce(data: bytes)
    }

    private static func binding(_ head: PieceHead, _ day: UInt32, _ shard: UInt16) -> [UInt8] {
        var bytes: [UInt8] = [head.kind.rawValue]
        bytes.reserveCapacity(32)
        bytes += head.bytes
        bytes.append(little: day)
        bytes.append(little: shard)
        return bytes
    }
}

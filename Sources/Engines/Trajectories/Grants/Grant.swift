/// The name of a grant: 16 random bytes.
public struct GrantID: Sendable, Hashable, CustomStringConvertible {
    public let bytes: [UInt8]

    /// A new one at random.
    public init() { bytes = (0..<16).map { _ in UInt8.random(in: 0...255) } }

    init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == 16 else { return nil }
        self.bytes = Array(bytes)
    }

    /// Reads the 32 hexadecimal digits of `description`.
    public init?(_ text: String) {
        guard let bytes = Hexadecimal.bytes(text) else { return nil }
        self.init(bytes)
    }

    public var description: String { Hexadecimal.text(bytes) }
}

/// An epoch key that an owner sealed again, for one reader.
public struct GrantedKey: Sendable, Hashable {
    static let purpose = "concentric track grant 1"
    static let wrapping = HybridSeal(purpose: purpose)
    public var place: EpochPlace
    /// 80 bytes, as of a `WrappedKey`.
    public var bytes: [UInt8]
}

/// An owner lets a named reader see the points of a device in a span of time, until it expires or is revoked.
///
/// It holds the keys of the epochs (at most a day each) that the span touches, sealed to the reader. What of an epoch lies outside of the
/// span is kept back by the store, not by the keys.
public struct Grant: Sendable, Hashable {
    public var id: GrantID
    public var device: DeviceID
    /// Who it is, in words; at most 255 bytes.
    public var reader: String
    public var readerCard: OwnerCard
    /// Milliseconds since 1970, both ends included.
    public var span: ClosedRange<Int64>
    /// Milliseconds since 1970: from then on it is worth nothing.
    public var expires: Int64
    public var keys: [GrantedKey]
    /// The owner's, over everything above.
    public var signature: [UInt8]

    /// Makes a grant; this happens where the owner's keys are.
    /// - Parameter wrapped: from `SegmentStore.wrappedKeys`.
    /// - Throws: `TrackFault.cannotOpen` where every key was wrapped for another owner, `.tooMany` where the name is too long.
    public init(
        of device: DeviceID, from owner: OwnerKeys, to reader: String, _ readerCard: OwnerCard, span: ClosedRange<Int64>, expires: Int64,
        keys wrapped: [WrappedKey]
    ) throws(TrackFault) {
        guard (1...255).contains(reader.utf8.count) else { throw .tooMany("letters in the reader's name, or none") }
        (id, self.device, self.reader, self.readerCard) = (GrantID(), device, reader, readerCard)
        (self.span, self.expires, keys, signature) = (span, expires, [], [])
        for key in wrapped {
            // A device's former owner may have had it for a part of the span.
            guard let secret = key.open(with: owner)?.key else { continue }
            let sealed = try GrantedKey.wrapping.seal(secret, for: readerCard.opening, binding: id.bytes + key.place.bytes)
            keys.append(GrantedKey(place: key.place, bytes: sealed))
        }
        guard wrapped.isEmpty || !keys.isEmpty else { throw .cannotOpen }
        signature = try owner.signature(message)
    }

    /// The epoch key, with the reader's own keys.
    func open(_ key: GrantedKey, with reader: OwnerKeys) -> EpochKey? {
        GrantedKey.wrapping.open(key.bytes, with: reader.opening, binding: id.bytes + key.place.bytes).map { EpochKey(place: key.place, key: $0) }
    }

    // MARK: Bytes

    private var message: [UInt8] { Array(GrantedKey.purpose.utf8) + unsigned }

    private var unsigned: [UInt8] {
        var bytes = id.bytes + readerCard.bytes
        bytes.append(little: span.lowerBound)
        bytes.append(little: span.upperBound)
        bytes.append(little: expires)
        bytes.append(text: device.text)
        bytes.append(text: reader)
        bytes.append(little: UInt32(keys.count))
        for key in keys { bytes += key.place.bytes + key.bytes }
        return bytes
    }

    /// The grant as it is sent and kept; its signature at the end.
    public var bytes: [UInt8] { unsigned + signature }

    /// Nil where the bytes are no grant; whether it is signed by the owner is another question.
    public init?(bytes: [UInt8]) {
        var reader = ByteReader(bytes)
        guard let id = reader.take(16).flatMap({ GrantID($0) }), let card = reader.take(64).flatMap({ OwnerCard(bytes: Array($0)) }),
            let from = reader.number(Int64.self), let to = reader.number(Int64.self), from <= to, let expires = reader.number(Int64.self),
            let device = reader.text().flatMap({ DeviceID($0) }), let name = reader.text(), !name.isEmpty,
            let count = reader.number(UInt32.self), Int(count) <= bytes.count / EpochKey.wrappedSize
        else { return nil }
        keys = []
        for _ in 0..<count {
            guard let day = reader.number(UInt32.self), let shard = reader.number(UInt16.self), let epoch = reader.number(UInt32.self),
                let sealed = reader.take(EpochKey.wrappedSize)
            else { return nil }
            keys.append(GrantedKey(place: EpochPlace(day: day, shard: shard, epoch: epoch), bytes: Array(sealed)))
        }
        guard reader.rest.count == 64 else { return nil }
        (self.id, self.device, self.reader, readerCard) = (id, device, name, card)
        (span, self.expires, signature) = (from...to, expires, Array(reader.rest))
    }

    func isSigned(by owner: OwnerCard) -> Bool { owner.isSigned(signature, message) }
}

/// The owner's word that a grant ends.
public struct Revocation: Sendable, Hashable {
    public var grant: GrantID
    public var signature: [UInt8]

    public init(of grant: GrantID, by owner: OwnerKeys) throws(TrackFault) {
        self.grant = grant
        signature = try owner.signature(Self.message(grant))
    }

    private static func message(_ grant: GrantID) -> [UInt8] { Array("concentric track revocation 1".utf8) + grant.bytes }

    func isSigned(by owner: OwnerCard) -> Bool { owner.isSigned(signature, Self.message(grant)) }

    var bytes: [UInt8] { grant.bytes + signature }

    init?(bytes: [UInt8]) {
        guard bytes.count == 80, let id = GrantID(bytes[..<16]) else { return nil }
        (grant, signature) = (id, Array(bytes[16...]))
    }
}

extension [UInt8] {
    /// At most 255 bytes of text behind their number; what is longer is cut between letters.
    mutating func append(text: String) {
        var text = text
        while text.utf8.count > 255 { text.removeLast() }
        append(UInt8(text.utf8.count))
        append(contentsOf: text.utf8)
    }
}

internal import Crypto
internal import Foundation

/// Where an epoch key belongs: nothing that is sealed can be moved to another day, device or epoch without being noticed.
public struct EpochPlace: Sendable, Hashable {
    /// Days since 1970-01-01, UTC, by the server's clock.
    public var day: UInt32
    public var shard: UInt16
    /// The number of the key among those of its day and shard, from 0.
    public var epoch: UInt32

    public init(day: UInt32, shard: UInt16, epoch: UInt32) {
        (self.day, self.shard, self.epoch) = (day, shard, epoch)
    }

    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(little: day)
        bytes.append(little: shard)
        bytes.append(little: epoch)
        return bytes
    }
}

/// The key from which come those that seal a device's points of one epoch (see `KeyChain`): made at random, forgotten by the server with the
/// epoch's first block, and to be had again only by the owner, for whom it was wrapped.
public struct EpochKey: Sendable {
    /// The length of a key wrapped for a receiver.
    static let wrappedSize = 32 + HybridSeal.overhead
    static let wrapping = HybridSeal(purpose: "concentric track epoch 1")
    public let place: EpochPlace
    let key: SymmetricKey

    /// Whether these are the key's bytes; compared in a time that tells nothing of them.
    public func isKey(_ bytes: [UInt8]) -> Bool { key == SymmetricKey(data: bytes) }

    init(place: EpochPlace, key: SymmetricKey) { (self.place, self.key) = (place, key) }

    /// The key of 32 bytes that an owner has kept; nil where they are not 32.
    public init?(place: EpochPlace, bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.init(place: place, key: SymmetricKey(data: bytes))
    }

    /// A new key and its wrapping for an owner.
    static func make(at place: EpochPlace, tag: DeviceTag, for owner: OwnerCard) throws(TrackFault) -> (key: EpochKey, wrapped: [UInt8]) {
        let key = EpochKey(place: place, key: SymmetricKey(size: .bits256))
        return (key, try wrapping.seal(key.key, for: owner.opening, binding: place.bytes + tag.bytes))
    }
}

/// An epoch key as it lies on the disk: for the owner alone.
public struct WrappedKey: Sendable, Hashable {
    public var place: EpochPlace
    public var tag: DeviceTag
    /// The sender's fresh X25519 key (32 bytes), the sealed key (32) and its tag (16).
    public var bytes: [UInt8]

    /// The key, or nil where it was wrapped for another owner or was changed.
    public func open(with owner: OwnerKeys) -> EpochKey? {
        EpochKey.wrapping.open(bytes, with: owner.opening, binding: place.bytes + tag.bytes).map { EpochKey(place: place, key: $0) }
    }
}

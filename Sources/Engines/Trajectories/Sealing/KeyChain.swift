internal import Crypto
internal import Foundation

/// The keys of an epoch, one for each block and the messages that go into it.
///
/// The first link is the epoch's key. From each link come the key that seals and the next link, and no way leads back: who holds the memory of
/// the server finds the link of the open block, and with it nothing that was sealed before.
struct KeyChain: Sendable {
    /// No epoch has so many blocks; a false number may not keep a reader busy for ever.
    static let mostLinks: UInt32 = 1 << 20
    let place: EpochPlace
    /// The number of the block that the keys are for.
    private(set) var link: UInt32 = 0
    private var chain: SymmetricKey
    /// Seals the pieces of this link.
    private(set) var key: SymmetricKey

    init(_ epoch: EpochKey) {
        (place, chain) = (epoch.place, epoch.key)
        key = Self.derived(epoch.key, Self.sealing)
    }

    /// Goes to the keys of the next block and forgets those of this one.
    mutating func advance() {
        chain = Self.derived(chain, Self.following)
        key = Self.derived(chain, Self.sealing)
        link += 1
    }

    /// Goes to the keys of a block that comes later; false where it lies behind, or beyond all sense.
    mutating func advance(to link: UInt32) -> Bool {
        guard link >= self.link, link <= Self.mostLinks else { return false }
        guard link > self.link else { return true }
        while self.link < link {
            chain = Self.derived(chain, Self.following)
            self.link += 1
        }
        key = Self.derived(chain, Self.sealing)
        return true
    }

    private static let sealing = Array("concentric track piece 1".utf8)
    private static let following = Array("concentric track chain 1".utf8)

    /// HKDF-SHA256 (RFC 5869), only the second of its two steps: the secret is a key already.
    private static func derived(_ secret: SymmetricKey, _ purpose: [UInt8]) -> SymmetricKey {
        HKDF<SHA256>.expand(pseudoRandomKey: secret, info: purpose, outputByteCount: 32)
    }
}

internal import Crypto
internal import Foundation

/// What an owner keeps secret: one seed of 32 bytes, from which come the key that opens and the key that signs.
///
/// The seed never reaches the server.
public struct OwnerKeys: Sendable {
    /// 32 random bytes. Whoever has them is the owner.
    public let seed: [UInt8]
    let opening: Curve25519.KeyAgreement.PrivateKey
    let signing: Curve25519.Signing.PrivateKey

    /// New keys at random.
    public init() {
        let seed = SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
        guard let keys = OwnerKeys(seed: seed) else { preconditionFailure("32 random bytes are always keys") }
        self = keys
    }

    /// The keys of a seed; nil where it is not 32 bytes.
    public init?(seed: [UInt8]) {
        guard seed.count == 32,
            let opening = try? Curve25519.KeyAgreement.PrivateKey(rawRepresentation: Self.derived(seed, "concentric track opening 1")),
            let signing = try? Curve25519.Signing.PrivateKey(rawRepresentation: Self.derived(seed, "concentric track signing 1"))
        else { return nil }
        (self.seed, self.opening, self.signing) = (seed, opening, signing)
    }

    private static func derived(_ seed: [UInt8], _ purpose: String) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: SymmetricKey(data: seed), info: Array(purpose.utf8), outputByteCount: 32)
    }

    func signature(_ message: [UInt8]) throws(TrackFault) -> [UInt8] {
        do { return Array(try signing.signature(for: Data(message))) } catch { throw .cannotSeal }
    }

    /// What is registered with the server.
    public var card: OwnerCard { OwnerCard(opening: opening.publicKey, signing: signing.publicKey) }
}

/// An owner's or reader's public keys: what is sealed for the one, can be opened by nobody else; what the one signs, nobody else could.
public struct OwnerCard: Sendable, Hashable {
    /// The X25519 key to seal for, then the Ed25519 key to check signatures with: 64 bytes.
    public let bytes: [UInt8]
    let opening: Curve25519.KeyAgreement.PublicKey
    let signing: Curve25519.Signing.PublicKey

    init(opening: Curve25519.KeyAgreement.PublicKey, signing: Curve25519.Signing.PublicKey) {
        (self.opening, self.signing) = (opening, signing)
        bytes = Array(opening.rawRepresentation) + Array(signing.rawRepresentation)
    }

    /// Nil where the bytes are not 64 or no keys.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 64, let opening = try? Curve25519.KeyAgreement.PublicKey(rawRepresentation: bytes[..<32]),
            let signing = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes[32...])
        else { return nil }
        self.init(opening: opening, signing: signing)
    }

    func isSigned(_ signature: [UInt8], _ message: [UInt8]) -> Bool { signing.isValidSignature(Data(signature), for: Data(message)) }

    public static func == (a: OwnerCard, b: OwnerCard) -> Bool { a.bytes == b.bytes }
    public func hash(into hasher: inout Hasher) { hasher.combine(bytes) }
}

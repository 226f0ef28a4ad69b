internal import Crypto
internal import Foundation

/// Sealing of small secrets for one receiver: HPKE (RFC 9180) in base mode with X25519, HKDF-SHA256 and AES-256-GCM.
///
/// The key schedule (RFC 9180, 4.1 and 5.1) is written out here, since what of it depends on the purpose alone is computed once and not for each
/// key; what is sealed is the same, and a test opens with the library's own HPKE what this seals, and the other way round.
struct HybridSeal: Sendable {
    /// What it adds: the sender's fresh public key and the tag.
    static let overhead = 48
    private let key: [UInt8]
    private let nonce: [UInt8]

    /// - Parameter purpose: what is sealed for one opens for no other.
    init(purpose: String) {
        let none = SymmetricKey(data: [])
        // Mode, hash of no shared key's name, hash of the purpose.
        let context =
            [0] + Self.code(none, Self.extracting(Self.suite, "psk_id_hash"))
            + Self.code(none, Self.extracting(Self.suite, "info_hash") + purpose.utf8)
        key = Self.expanding(Self.suite, "key", 32) + context + [1]
        nonce = Self.expanding(Self.suite, "base_nonce", 12) + context + [1]
    }

    func seal(
        _ secret: SymmetricKey, for receiver: Curve25519.KeyAgreement.PublicKey, binding: [UInt8]
    ) throws(TrackFault) -> [UInt8] {
        do {
            let sender = Curve25519.KeyAgreement.PrivateKey()
            let fresh = Array(sender.publicKey.rawRepresentation)
            let shared = try sender.sharedSecretFromKeyAgreement(with: receiver)
            let (key, nonce) = try keys(shared, fresh + receiver.rawRepresentation)
            // No copy of the secret is made: when the key goes, its memory is wiped.
            let box = try secret.withUnsafeBytes { try AES.GCM.seal($0, using: key, nonce: nonce, authenticating: binding) }
            return fresh + box.ciphertext + box.tag
        } catch {
            throw .cannotSeal
        }
    }

    /// Nil where the bytes were sealed for somebody else, for another purpose or context, or are broken.
    func open(_ sealed: [UInt8], with receiver: Curve25519.KeyAgreement.PrivateKey, binding: [UInt8]) -> SymmetricKey? {
        guard sealed.count >= Self.overhead else { return nil }
        do {
            let fresh = Array(sealed[..<32])
            let shared = try receiver.sharedSecretFromKeyAgreement(with: Curve25519.KeyAgreement.PublicKey(rawRepresentation: fresh))
            let (key, nonce) = try keys(shared, fresh + receiver.publicKey.rawRepresentation)
            let cut = sealed.count - 16
            let box = try AES.GCM.SealedBox(nonce: nonce, ciphertext: sealed[32..<cut], tag: sealed[cut...])
            return SymmetricKey(data: try AES.GCM.open(box, using: key, authenticating: binding))
        } catch {
            return nil
        }
    }

    // MARK: The key schedule

    /// Key and first nonce from what X25519 gave both sides and from both public keys.
    private func keys(_ shared: SharedSecret, _ both: [UInt8]) throws -> (SymmetricKey, AES.GCM.Nonce) {
        var first = HMAC<SHA256>(key: SymmetricKey(data: []))
        first.update(data: Self.first)
        shared.withUnsafeBytes { first.update(data: $0) }
        let secret = Self.code(SymmetricKey(data: first.finalize()), Self.secret + both + [1])
        let scheduled = SymmetricKey(data: Self.code(SymmetricKey(data: secret), Self.scheduled))
        return (SymmetricKey(data: Self.code(scheduled, key)), try AES.GCM.Nonce(data: Array(Self.code(scheduled, nonce))[..<12]))
    }

    private static func code(_ key: SymmetricKey, _ message: [UInt8]) -> HMAC<SHA256>.MAC {
        HMAC<SHA256>.authenticationCode(for: message, using: key)
    }

    /// What goes before the input of `LabeledExtract`.
    private static func extracting(_ suite: [UInt8], _ label: String) -> [UInt8] { Array("HPKE-v1".utf8) + suite + label.utf8 }

    /// What goes before the information of `LabeledExpand`; one round of HMAC gives up to 32 bytes, of which the first `length` count. Behind it
    /// comes the number of the round, 1.
    private static func expanding(_ suite: [UInt8], _ label: String, _ length: UInt8) -> [UInt8] { [0, length] + extracting(suite, label) }

    /// DHKEM(X25519, HKDF-SHA256).
    private static let exchange = Array("KEM".utf8) + [0, 0x20]
    /// The same, HKDF-SHA256, AES-256-GCM.
    private static let suite = Array("HPKE".utf8) + [0, 0x20, 0, 1, 0, 2]
    private static let first = extracting(exchange, "eae_prk")
    private static let secret = expanding(exchange, "shared_secret", 32)
    /// There is no key that both sides shared before: nothing follows.
    private static let scheduled = extracting(suite, "secret")
}

internal import Crypto
internal import Foundation

/// Sealing of small secrets for one receiver: HPKE (RFC 9180) in base mode with X25519, HKDF-SHA256 and AES-256-GCM.
enum HybridSeal {
    /// What it adds: the sender's fresh public key and the tag.
    static let overhead = 48
    private static let suite = HPKE.Ciphersuite(kem: .Curve25519_HKDF_SHA256, kdf: .HKDF_SHA256, aead: .AES_GCM_256)

    static func seal(
        _ secret: SymmetricKey, for receiver: Curve25519.KeyAgreement.PublicKey, purpose: String, binding context: [UInt8]
    ) throws(TrackFault) -> [UInt8] {
        do {
            var sender = try HPKE.Sender(recipientKey: receiver, ciphersuite: suite, info: Data(purpose.utf8))
            // No copy of the secret is made: when the key goes, its memory is wiped.
            let sealed = try secret.withUnsafeBytes { try sender.seal($0, authenticating: context) }
            return Array(sender.encapsulatedKey) + sealed
        } catch {
            throw .cannotSeal
        }
    }

    /// Nil where the bytes were sealed for somebody else, for another purpose or context, or are broken.
    static func open(
        _ sealed: [UInt8], with key: Curve25519.KeyAgreement.PrivateKey, purpose: String, binding context: [UInt8]
    ) -> [UInt8]? {
        guard sealed.count >= overhead else { return nil }
        do {
            var receiver = try HPKE.Recipient(
                privateKey: key, ciphersuite: suite, info: Data(purpose.utf8), encapsulatedKey: Data(sealed[..<32]))
            return Array(try receiver.open(sealed[32...], authenticating: context))
        } catch {
            return nil
        }
    }
}

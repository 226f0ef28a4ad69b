internal import Crypto
internal import CryptoExtras
internal import Foundation

/// Hashes of passwords by scrypt (RFC 7914), with parameters and salt in the text: `$scrypt$ln=15,r=8,p=1$salt$hash`.
package enum PasswordHash {
    /// 2^15 rounds of 8 blocks: 32 MiB and about a tenth of a second.
    package static let defaultCost = 15

    /// What is accepted: up to 128 MiB. The library passes no limit of memory on.
    private static let costs = 4...17

    /// The hash of a password with a fresh salt.
    /// - Parameter cost: the base-2 logarithm of the rounds; lower only in tests.
    package static func make(_ password: String, cost: Int = defaultCost) throws -> String {
        var generator = SystemRandomNumberGenerator()
        let salt = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        let key = try derive(password, salt: salt, cost: cost)
        return "$scrypt$ln=\(cost),r=8,p=1$\(Data(salt).base64EncodedString())$\(Data(key).base64EncodedString())"
    }

    /// Whether the password is the one that was hashed. A hash that cannot be read matches nothing.
    package static func verify(_ password: String, against hash: String) -> Bool {
        let parts = hash.split(separator: "$")
        guard parts.count == 4, parts[0] == "scrypt", let cost = cost(of: parts[1]),
            let salt = Data(base64Encoded: String(parts[2])), let expected = Data(base64Encoded: String(parts[3])),
            expected.count == 32, let key = try? derive(password, salt: Array(salt), cost: cost)
        else { return false }
        // Compares every byte, so that time tells nothing.
        return zip(key, expected).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private static func cost(of parameters: Substring) -> Int? {
        let fields = parameters.split(separator: ",")
        guard fields.count == 3, fields[1] == "r=8", fields[2] == "p=1", fields[0].hasPrefix("ln="),
            let cost = Int(fields[0].dropFirst(3)), costs.contains(cost)
        else { return nil }
        return cost
    }

    private static func derive(_ password: String, salt: [UInt8], cost: Int) throws -> [UInt8] {
        let key = try KDF.Scrypt.deriveKey(
            // The same letters are the same password, however a system spells them in Unicode.
            from: Array(password.precomposedStringWithCanonicalMapping.utf8), salt: salt, outputByteCount: 32, rounds: 1 << cost, blockSize: 8,
            parallelism: 1)
        return key.withUnsafeBytes { Array($0) }
    }
}

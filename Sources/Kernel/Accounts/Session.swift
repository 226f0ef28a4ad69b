internal import Crypto
package import Ground
package import Store

/// Proof that somebody signed in. The store keeps only a hash of the token: a copy of the database opens no session.
package enum Session {
    /// How long a session lasts without a new sign-in.
    package static let lifetimeMilliseconds: Int64 = 12 * 3_600_000

    /// A token that nobody can guess: 256 random bits in hexadecimal.
    package static func makeToken() -> String {
        SymmetricKey(size: .bits256).withUnsafeBytes { hexadecimal($0) }
    }

    package static func open(
        _ token: String, for account: AccountID, at time: Instant, on connection: any Connection
    ) throws {
        try connection.execute(
            """
            insert into sessions (token_hash, account, created, expires)
            values (\(hash(token)), \(account.rawValue), \(time), \(time.advanced(milliseconds: lifetimeMilliseconds)))
            """)
    }

    /// The account that is signed in by this token now; nil for expired, closed and unknown ones and disabled accounts.
    package static func account(for token: String, at time: Instant, on connection: any Connection) throws -> Account? {
        try AccountDirectory.account(session: hash(token), at: time, on: connection)
    }

    package static func close(_ token: String, on connection: any Connection) throws {
        try connection.execute("delete from sessions where token_hash = \(hash(token))")
    }

    /// Removes what has expired; returns how many.
    package static func sweep(at time: Instant, on connection: any Connection) throws -> Int {
        try connection.execute("delete from sessions where expires <= \(time)")
    }

    private static func hash(_ token: String) -> String {
        hexadecimal(SHA256.hash(data: Array(token.utf8)))
    }

    private static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}

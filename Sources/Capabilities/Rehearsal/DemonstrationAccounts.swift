package import Accounts
package import City
package import Ground
package import Store

/// The accounts of the city folder with which people look at the demonstration.
package enum DemonstrationAccounts {
    /// Adds them, all with one password.
    package static func add(
        to city: City, password: String, ids: IDMaker, at time: Instant, in store: any Store
    ) async throws -> [Account] {
        let hash = try PasswordHash.make(password)
        let accounts = city.posts.demonstration.map { wanted in
            Account(
                id: AccountID(ids.next()), login: wanted.login, name: wanted.name,
                posts: wanted.posts.map { HeldPost(kind: $0.kind, area: $0.area, organisation: $0.organisation) })
        }
        try await store.write { connection in
            for account in accounts { try AccountDirectory.add(account, passwordHash: hash, at: time, on: connection) }
        }
        return accounts
    }
}

/// The picture that stands for all evidence of the demonstration: one grey point, as a PNG.
package enum DemonstrationPhoto {
    package static let greySquare: [UInt8] = [
        0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1, 0, 0, 0, 1, 8, 0,
        0, 0, 0, 0x3A, 0x7E, 0x9B, 0x55, 0, 0, 0, 10, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9C, 0x63, 0x68, 0, 0, 0, 0x82, 0,
        0x81, 0x77, 0xCD, 0x72, 0xB6, 0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82,
    ]
}

import Accounts
import City
import Ground
import Store
import StoreTestSupport

/// Accounts for tests.
enum People {
    static let monday = Instant(milliseconds: 1_772_413_200_000)
    static let hash = "$scrypt$ln=4,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="

    static func account(_ id: Int64, login: String? = nil, isDisabled: Bool = false, posts: [HeldPost] = []) -> Account {
        Account(
            id: AccountID(id), login: login ?? "login\(id)", name: Bilingual(zh: "张三\(id)", en: "Zhang San \(id)"), isDisabled: isDisabled,
            posts: posts)
    }

    static func add(_ accounts: [Account], to store: any Store) async throws {
        try await store.write { connection in
            for account in accounts { try AccountDirectory.add(account, passwordHash: hash, at: monday, on: connection) }
        }
    }

    static func hours(_ count: Double) -> Instant { monday.advanced(milliseconds: Int64(count * 3_600_000)) }
}

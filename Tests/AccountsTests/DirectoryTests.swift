import Accounts
import City
import Ground
import Store
import StoreTestSupport
import Testing

@Suite struct DirectoryTests {
    private static let posts = [
        HeldPost(kind: "department-officer", organisation: "water-company", from: CivilDate("2026-01-01"), to: CivilDate("2026-07-01")),
        HeldPost(kind: "street-dispatcher", area: "530102001"),
        HeldPost(kind: "street-verifier", area: "530102001", from: CivilDate("1969-12-31")),
    ]

    @Test(arguments: StoreKind.allCases)
    func accountsAreReadAsTheyWereAdded(_ kind: StoreKind) async throws {
        try await TestStores.with(kind, migrations: AccountsSchema.migrations) { store async throws in
            let accounts = [
                People.account(1, login: "street", posts: Self.posts), People.account(.max, login: "无岗", isDisabled: true),
                People.account(-5, login: "'; drop table accounts; --"),
            ]
            try await People.add(accounts, to: store)
            try await store.read { (connection: any Connection) throws -> Void in
                for account in accounts {
                    #expect(try AccountDirectory.account(account.id, on: connection) == account)
                    #expect(try AccountDirectory.account(login: account.login, on: connection) == account)
                    #expect(try AccountDirectory.passwordHash(of: account.id, on: connection) == People.hash)
                }
                for login in ["", "STREET", "street ", "nobody", "%", "\u{1}"] {
                    #expect(try AccountDirectory.account(login: login, on: connection) == nil)
                }
                #expect(try AccountDirectory.account(AccountID(9), on: connection) == nil)
                #expect(try AccountDirectory.passwordHash(of: AccountID(9), on: connection) == nil)
                #expect(Set(try AccountDirectory.all(on: connection)) == Set(accounts))
            }
        }
    }

    /// A name with a control character that no database keeps is nobody's name, and no failure.
    @Test(arguments: StoreKind.allCases)
    func aNameWithANulIsNobodys(_ kind: StoreKind) async throws {
        try await TestStores.with(kind, migrations: AccountsSchema.migrations) { store async throws in
            try await People.add([People.account(1, login: "street")], to: store)
            #expect(try await store.read { try AccountDirectory.account(login: "street\u{0}", on: $0) } == nil)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func aLoginBelongsToOne(_ kind: StoreKind) async throws {
        try await TestStores.with(kind, migrations: AccountsSchema.migrations) { store async throws in
            try await People.add([People.account(1, login: "street")], to: store)
            for twin in [People.account(2, login: "street"), People.account(1, login: "other")] {
                let error = await #expect(throws: SQLError.self) { try await People.add([twin], to: store) }
                #expect(error?.kind == .unique)
            }
            #expect(try await store.read { try AccountDirectory.all(on: $0) }.count == 1)
        }
    }

    /// A post is held from its first day to the day before its end.
    @Test func postsAreHeldForATime() throws {
        func day(_ text: String) throws -> CivilDate { try #require(CivilDate(text)) }
        let post = Self.posts[0]
        for (date, isHeld) in [("2025-12-31", false), ("2026-01-01", true), ("2026-06-30", true), ("2026-07-01", false)] {
            #expect(post.isHeld(on: try day(date)) == isHeld, "\(date)")
        }
        #expect(Self.posts[1].isHeld(on: try day("0001-01-01")))
        #expect(HeldPost(kind: "x", from: try day("2026-01-02"), to: try day("2026-01-01")).isHeld(on: try day("2026-01-01")) == false)
    }

    @Test(arguments: StoreKind.allCases)
    func aPostIsHeldSomewhere(_ kind: StoreKind) async throws {
        try await TestStores.with(kind, migrations: AccountsSchema.migrations) { store async throws in
            let error = await #expect(throws: SQLError.self) {
                try await People.add([People.account(1, posts: [HeldPost(kind: "street-dispatcher")])], to: store)
            }
            #expect(error?.kind == .check)
            // Nothing of the account is left behind.
            #expect(try await store.read { try AccountDirectory.account(AccountID(1), on: $0) } == nil)
        }
    }

    /// Signing in and looking for a session are asked with every request.
    @Test(arguments: StoreKind.allCases)
    func sessionsAndLoginsAreFoundByIndex(_ kind: StoreKind) async throws {
        try await TestStores.with(kind, migrations: AccountsSchema.migrations) { store async throws in
            try await store.write { connection in
                try connection.copy(
                    into: "accounts", columns: ["id", "login", "name_zh", "name_en", "password_hash", "disabled", "created"],
                    rows: (1...5000).map { number -> [SQLValue] in
                        [.integer(Int64(number)), .text("l\(number)"), .text("名"), .text("n"), .text("h"), .integer(0), .integer(1)]
                    })
                try connection.copy(
                    into: "sessions", columns: ["token_hash", "account", "created", "expires"],
                    rows: (1...5000).map { number -> [SQLValue] in
                        [.text("t\(number)"), .integer(Int64(number)), .integer(1), .integer(Int64(number))]
                    })
                try connection.copy(
                    into: "account_posts", columns: ["account", "kind", "area"],
                    rows: (1...5000).map { number -> [SQLValue] in [.integer(Int64(number)), .text("k"), .text("a")] })
                try connection.execute("analyze")
            }
            let plans = try await store.write { connection in
                [
                    try connection.explain(AccountDirectory.query(session: "t7", at: Instant(milliseconds: 5))),
                    try connection.explain("select id from accounts where login = 'l7'"),
                    try connection.explain("select kind from account_posts where account = 7"),
                    try connection.explain("delete from sessions where expires <= 9"),
                ].map { $0.joined(separator: "\n") }
            }
            for (plan, index) in zip(plans, ["sessions", "accounts", "account_posts", "sessions_by_expiry"]) {
                #expect(plan.lowercased().contains("index") && plan.contains(index), "\(plan)")
                #expect(!plan.contains("Seq Scan"), "\(plan)")
                #expect(!plan.contains("SCAN "), "\(plan)")
            }
        }
    }
}

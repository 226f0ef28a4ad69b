import Accounts
import Ground
import Store
import StoreTestSupport
import Testing

@Suite struct SessionTests {
    private static func who(_ token: String, at time: Instant, in store: any Store) async throws -> String? {
        try await store.read { try Session.account(for: token, at: time, on: $0)?.login }
    }

    @Test(arguments: StoreKind.allCases)
    func aSessionLastsTwelveHoursOrUntilSignOut(_ kind: StoreKind) async throws {
        try await TestStores.with(kind, migrations: AccountsSchema.migrations) { store async throws in
            try await People.add([People.account(1), People.account(2)], to: store)
            let (first, second) = (Session.makeToken(), Session.makeToken())
            try await store.write { connection in
                try Session.open(first, for: AccountID(1), at: People.monday, on: connection)
                try Session.open(second, for: AccountID(2), at: People.hours(1), on: connection)
            }
            #expect(try await Self.who(first, at: People.monday, in: store) == "login1")
            #expect(try await Self.who(first, at: People.hours(11.9999), in: store) == "login1")
            #expect(try await Self.who(first, at: People.hours(12), in: store) == nil)
            #expect(try await Self.who(second, at: People.hours(12), in: store) == "login2")
            for wrong in ["", "x", first + "0", first.uppercased(), "' or 1=1 --", "\u{1}"] where wrong != first {
                #expect(try await Self.who(wrong, at: People.hours(1), in: store) == nil)
            }
            try await store.write { try Session.close(second, on: $0) }
            #expect(try await Self.who(second, at: People.hours(2), in: store) == nil)
            // Signing out of one does not touch the other; twice is no mistake.
            try await store.write { try Session.close(second, on: $0) }
            #expect(try await Self.who(first, at: People.hours(2), in: store) == "login1")
        }
    }

    @Test(arguments: StoreKind.allCases)
    func sweepingRemovesOnlyWhatHasExpired(_ kind: StoreKind) async throws {
        try await TestStores.with(kind, migrations: AccountsSchema.migrations) { store async throws in
            try await People.add([People.account(1)], to: store)
            let tokens = (0..<6).map { _ in Session.makeToken() }
            try await store.write { connection in
                for (hour, token) in tokens.enumerated() {
                    try Session.open(token, for: AccountID(1), at: People.hours(Double(hour)), on: connection)
                }
            }
            #expect(try await store.write { try Session.sweep(at: People.hours(14), on: $0) } == 3)
            #expect(try await store.write { try Session.sweep(at: People.hours(14), on: $0) } == 0)
            for (hour, token) in tokens.enumerated() {
                #expect(try await Self.who(token, at: People.hours(6), in: store) == (hour < 3 ? nil : "login1"))
            }
        }
    }

    /// An account that is switched off is out at once, with every session it has.
    @Test(arguments: StoreKind.allCases)
    func aDisabledAccountHasNoSession(_ kind: StoreKind) async throws {
        try await TestStores.with(kind, migrations: AccountsSchema.migrations) { store async throws in
            try await People.add([People.account(1), People.account(2, isDisabled: true)], to: store)
            let tokens = [Session.makeToken(), Session.makeToken()]
            try await store.write { connection in
                for (index, token) in tokens.enumerated() {
                    try Session.open(token, for: AccountID(Int64(index + 1)), at: People.monday, on: connection)
                }
            }
            #expect(try await Self.who(tokens[0], at: People.hours(1), in: store) == "login1")
            #expect(try await Self.who(tokens[1], at: People.hours(1), in: store) == nil)
            try await store.write { _ = try $0.execute("update accounts set disabled = 1") }
            #expect(try await Self.who(tokens[0], at: People.hours(1), in: store) == nil)
        }
    }

    /// A copy of the database opens no session: what stands in it is not what the browser sends.
    @Test(arguments: StoreKind.allCases)
    func theDatabaseDoesNotHoldTheToken(_ kind: StoreKind) async throws {
        try await TestStores.with(kind, migrations: AccountsSchema.migrations) { store async throws in
            try await People.add([People.account(1)], to: store)
            let token = Session.makeToken()
            try await store.write { try Session.open(token, for: AccountID(1), at: People.monday, on: $0) }
            let kept = try #require(try await store.read { try $0.row("select token_hash from sessions") { try $0.text(0) } })
            #expect(kept != token)
            #expect(kept.count == 64)
            #expect(try await Self.who(kept, at: People.hours(1), in: store) == nil)
        }
    }

    @Test func tokensCannotBeGuessed() {
        let tokens = (0..<200).map { _ in Session.makeToken() }
        #expect(Set(tokens).count == 200)
        #expect(tokens.allSatisfy { $0.count == 64 && $0.allSatisfy { $0.isHexDigit && !$0.isUppercase } })
        // Every place takes every digit.
        for place in 0..<64 {
            let digits = Set(tokens.map { $0[$0.index($0.startIndex, offsetBy: place)] })
            #expect(digits.count > 12)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func nobodyHasASessionWithoutAnAccount(_ kind: StoreKind) async throws {
        try await TestStores.with(kind, migrations: AccountsSchema.migrations) { store async throws in
            _ = await #expect(throws: SQLError.self) {
                try await store.write { try Session.open("t", for: AccountID(77), at: People.monday, on: $0) }
            }
        }
    }
}

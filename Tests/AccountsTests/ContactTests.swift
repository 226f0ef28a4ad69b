import Accounts
import Ground
import Store
import StoreTestSupport
import Testing

/// The tables that may hold how a person is reached.
@Suite struct ContactTests {
    private static let contact = Contact(name: "张三", phone: "13912345678", email: nil)

    private static func purpose(_ words: String) throws -> Contact.Purpose { try #require(Contact.Purpose(words)) }

    @Test(arguments: StoreKind.allCases)
    func everyLookIsOnRecordNewestFirst(_ kind: StoreKind) async throws {
        try await TestStores.with(kind, migrations: AccountsSchema.migrations) { store async throws in
            try await store.write { try Contact.keep(Self.contact, of: 7, at: People.monday, on: $0) }
            for number in 1...3 {
                let found = try await Contact.open(
                    7, by: AccountID(Int64(number)), purpose: try Self.purpose("电话回访\(number)"), lookID: Int64(number),
                    at: People.hours(Double(number)), in: store)
                #expect(found == Self.contact)
            }
            // Looking at what is not there is a look too.
            #expect(try await Contact.open(8, by: AccountID(1), purpose: try Self.purpose("电话回访"), lookID: 9, at: People.monday, in: store) == nil)
            let looks = try await store.read { (try Contact.looks(at: 7, on: $0), try Contact.looks(at: 8, on: $0)) }
            #expect(looks.0.map(\.account.rawValue) == [3, 2, 1])
            #expect(looks.0.map(\.purpose) == ["电话回访3", "电话回访2", "电话回访1"])
            #expect(looks.0.map(\.at) == [People.hours(3), People.hours(2), People.hours(1)])
            #expect(looks.1.count == 1)
        }
    }

    /// Erasing takes the contact data and leaves who looked.
    @Test(arguments: StoreKind.allCases)
    func whatIsDueIsErasedAndTheLooksStay(_ kind: StoreKind) async throws {
        try await TestStores.with(kind, migrations: AccountsSchema.migrations) { store async throws in
            try await store.write { connection in
                for id in 1...4 { try Contact.keep(Self.contact, of: Int64(id), at: People.monday, on: connection) }
                try Contact.erase(1, after: People.hours(1), on: connection)
                try Contact.erase(2, after: People.hours(2), on: connection)
                try Contact.erase(3, after: People.hours(1), on: connection)
                try Contact.erase(3, after: nil, on: connection)
                try Contact.erase(99, after: People.hours(1), on: connection)
            }
            _ = try await Contact.open(1, by: AccountID(5), purpose: try Self.purpose("电话回访"), lookID: 1, at: People.monday, in: store)
            let counts = try await store.write { connection in
                try [0.5, 1, 1, 2, 1000].map { try Contact.sweep(at: People.hours($0), on: connection) }
            }
            #expect(counts == [0, 1, 0, 1, 0])
            let left = try await store.read { try $0.rows("select case_id from contacts order by case_id") { try $0.integer(0) } }
            #expect(left == [3, 4])
            #expect(try await store.read { try Contact.looks(at: 1, on: $0) }.count == 1)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func aLookThatCannotBeWrittenIsNoLook(_ kind: StoreKind) async throws {
        try await TestStores.with(kind, migrations: AccountsSchema.migrations) { store async throws in
            try await store.write { try Contact.keep(Self.contact, of: 7, at: People.monday, on: $0) }
            let purpose = try Self.purpose("电话回访")
            let reads = Counter()
            let failing = FaultyStore(store) { access in
                if access == .read { reads.next() }
                return access == .write ? .beforeCommit : .none
            }
            await #expect(throws: SQLError.self) {
                _ = try await Contact.open(7, by: AccountID(1), purpose: purpose, lookID: 1, at: People.monday, in: failing)
            }
            #expect(reads.count == 0)
            // The same number twice is a fault of the program, and nothing is shown either.
            _ = try await Contact.open(7, by: AccountID(1), purpose: purpose, lookID: 5, at: People.monday, in: store)
            await #expect(throws: SQLError.self) {
                _ = try await Contact.open(7, by: AccountID(1), purpose: purpose, lookID: 5, at: People.monday, in: failing)
            }
        }
    }

    @Test func aContactWithNothingInItIsEmpty() {
        #expect(Contact().isEmpty)
        #expect(!Contact(email: "a@example.org").isEmpty)
    }
}

import Accounts
import Cases
import City
import Ground
import Store
import StoreTestSupport
import Testing
import Workflows

/// Contact data: given of free will, kept apart, opened for a purpose under the reporter's eyes, erased in time.
@Suite struct PrivacyTests {
    private static let contact = Contact(name: "张三", phone: "13912345678", email: "zhang@example.org")

    private static func kept(_ id: CaseID, in town: Town) async throws -> Contact? {
        try await town.store.read { connection in
            try connection.row("select name, phone, email from contacts where case_id = \(id.rawValue)") {
                Contact(name: try $0.optionalText(0), phone: try $0.optionalText(1), email: try $0.optionalText(2))
            }
        }
    }

    private static func sweep(_ town: Town) async throws -> Int {
        let time = town.clock.now
        return try await town.store.write { try Contact.sweep(at: time, on: $0) }
    }

    @Test(arguments: StoreKind.allCases)
    func aLookIsWrittenDownBeforeAnythingIsRead(_ kind: StoreKind) async throws {
        try await Town.with(kind) { town async throws in
            let report = try await town.report(contact: Self.contact)
            let purpose = try #require(Contact.Purpose("上门核实路灯位置"))
            let found = try await town.office.openContact(of: report.caseID, by: town.account("street"), purpose: purpose)
            #expect(found == Self.contact)
            let looks = try await town.store.read { try Contact.looks(at: report.caseID.rawValue, on: $0) }
            #expect(looks.map(\.account) == [town.account("street").id])
            #expect(looks.map(\.purpose) == ["上门核实路灯位置"])
            #expect(looks.map(\.at) == [town.clock.now])
        }
    }

    /// Where the log cannot be written nothing is read; where reading fails afterwards the look stays on record.
    @Test(arguments: StoreKind.allCases)
    func withoutTheLogThereIsNoLook(_ kind: StoreKind) async throws {
        try await TestStores.with(kind, migrations: Town.migrations) { store async throws in
            let town = try await Town(store)
            let id = try await town.report(contact: Self.contact).caseID
            let purpose = try #require(Contact.Purpose("电话回访"))
            let reads = Counter()
            let mute = try await Town(
                FaultyStore(store) { access in
                    if access == .read { reads.next() }
                    return access == .write ? .beforeCommit : .none
                }, startingOn: store)
            await #expect(throws: SQLError.self) {
                _ = try await mute.office.openContact(of: id, by: town.account("street"), purpose: purpose)
            }
            #expect(try await store.read { try Contact.looks(at: id.rawValue, on: $0) } == [])
            // Reading is refused only after the log has been written.
            let afterLog = Counter()
            let deaf = try await Town(
                FaultyStore(store) { access in
                    if access == .write { afterLog.next() }
                    return access == .read && afterLog.count > 0 ? .disconnected : .none
                }, startingOn: store)
            await #expect(throws: SQLError.self) {
                _ = try await deaf.office.openContact(of: id, by: town.account("street"), purpose: purpose)
            }
            #expect(try await store.read { try Contact.looks(at: id.rawValue, on: $0) }.count == 1)
        }
    }

    /// Only who has to do with the case; whoever has not is refused, and leaves no trace that would worry the reporter.
    @Test(arguments: StoreKind.allCases)
    func strangersAreRefused(_ kind: StoreKind) async throws {
        try await Town.with(kind) { town async throws in
            let id = try await town.report(contact: Self.contact).caseID
            let purpose = try #require(Contact.Purpose("随便看看"))
            var disabled = town.account("street")
            disabled.isDisabled = true
            for account in [town.account("street-panlong"), town.account("urban"), disabled] {
                do {
                    _ = try await town.office.openContact(of: id, by: account, purpose: purpose)
                    Issue.record("\(account.login) was let in")
                } catch let refusal as CaseRefusal {
                    #expect(refusal.code == .workflow(.notPermitted))
                    #expect(refusal.message.zh == "您的岗位不能做此操作。")
                }
            }
            await #expect(throws: CaseRefusal.self) {
                _ = try await town.office.openContact(of: CaseID(3), by: town.account("street"), purpose: purpose)
            }
            #expect(try await town.store.read { try $0.row("select count(*) from contact_looks") { try $0.int(0) } } == 0)
        }
    }

    @Test(arguments: ["", "   ", "\n\t", "a", "看看", "a b"])
    func aPurposeMustSaySomething(_ words: String) {
        #expect(Contact.Purpose(words) == nil)
    }

    @Test func aPurposeIsTidied() {
        #expect(Contact.Purpose("  电话\n回访  ")?.words == "电话 回访")
        #expect(Contact.Purpose(String(repeating: "长", count: 500))?.words.count == 200)
        #expect(Contact.Purpose("电话回访\u{0}")?.words == "电话回访")
    }

    @Test(arguments: StoreKind.allCases)
    func contactDataIsErasedWhenTheCaseHasLongEnded(_ kind: StoreKind) async throws {
        try await Town.with(kind) { town async throws in
            let days = town.city.settings.contactRetentionDays
            let open = try await town.report(contact: Self.contact).caseID
            let ended = try await town.report(contact: Self.contact)
            try await town.perform(by: .tracking(ended.tracking), on: ended.caseID) { Withdraw($0) }
            town.clock.advance(hours: Double(24 * days) - 0.01)
            #expect(try await Self.sweep(town) == 0)
            #expect(try await Self.kept(ended.caseID, in: town) == Self.contact)
            town.clock.advance(hours: 0.02)
            #expect(try await Self.sweep(town) == 1)
            #expect(try await Self.kept(ended.caseID, in: town) == nil)
            #expect(try await Self.kept(open, in: town) == Self.contact)
            town.clock.advance(hours: 24 * 4000)
            #expect(try await Self.sweep(town) == 0)
            #expect(try await Self.kept(open, in: town) == Self.contact)
            let purpose = try #require(Contact.Purpose("电话回访"))
            #expect(try await town.office.openContact(of: ended.caseID, by: town.account("street"), purpose: purpose) == nil)
        }
    }

    /// A case that is opened again keeps the contact data; the days count anew from its next end.
    @Test(arguments: StoreKind.allCases)
    func reopeningStopsTheErasure(_ kind: StoreKind) async throws {
        try await Town.with(kind) { town async throws in
            let report = try await town.report(contact: Self.contact)
            let id = report.caseID
            try await town.perform(by: "street", on: id) { Triage($0, requestClass: "street-light") }
            try await town.perform(by: "street", on: id) { Dispatch($0, organisation: "urban-management-530102") }
            try await town.perform(by: "urban", on: id, order: 1) { ReportIn($0) }
            try await town.perform(by: "urban", on: id, order: 1) { Handle($0, text: "好", photos: [Town.photo]) }
            try await town.perform(by: "verifier", on: id) { Verify($0, text: "好") }
            try await town.perform(by: .tracking(report.tracking), on: id) { Rate($0, rating: 5) }
            town.clock.advance(hours: 24 * 10)
            try await town.perform(by: .tracking(report.tracking), on: id) { Reopen($0, text: "又坏了") }
            town.clock.advance(hours: 24 * 400)
            #expect(try await Self.sweep(town) == 0)
            try await town.perform(by: "street", on: id) { Reject($0, reason: "重复") }
            town.clock.advance(hours: 24 * 89)
            #expect(try await Self.sweep(town) == 0)
            town.clock.advance(hours: 24)
            #expect(try await Self.sweep(town) == 1)
        }
    }

    /// Nothing that reaches a person stands anywhere but in the tables made for it, by name and by content.
    @Test(arguments: StoreKind.allCases)
    func contactDataStandsNowhereElse(_ kind: StoreKind) async throws {
        try await Town.with(kind) { town async throws in
            try await town.report(contact: Self.contact)
            let found = try await town.store.read { connection -> (columns: [String], places: [String]) in
                let columns = try Self.columns(on: connection)
                var places: [String] = []
                for (table, column) in columns where table != "contacts" {
                    for value in try connection.rows(SQL(stringLiteral: "select \(column) from \(table)"), { try $0.value(0) }) {
                        let text = "\(value)"
                        let isTold = ["13912345678", "zhang@example.org", "张三"].contains { text.contains($0) }
                        if isTold { places.append("\(table).\(column)") }
                    }
                }
                return (columns.map { "\($0.table).\($0.column)" }, places)
            }
            #expect(found.places == [])
            #expect(found.columns.count > 60)
            let telling = ["phone", "mail", "mobile", "contact", "name", "address", "birth", "gender", "ethnic", "religion", "party", "id_card"]
            // What is told by its name: contact data in its own table, the names that staff go by, names of procedures, and
            // the place of a matter.
            let known: Set<String> = [
                "contacts.name", "contacts.phone", "contacts.email", "accounts.name_zh", "accounts.name_en", "workflow_versions.name",
                "migrations.name", "cases.address",
            ]
            let others = found.columns.filter { column in
                telling.contains { column.split(separator: ".")[1].contains($0) } && !known.contains(column)
            }
            #expect(others == [])
        }
    }

    /// All columns of the database as it is.
    private static func columns(on connection: any Connection) throws -> [(table: String, column: String)] {
        let query: SQL =
            connection.kind == .sqlite
            ? """
            select m.name, p.name from sqlite_master m join pragma_table_info(m.name) p
            where m.type = 'table' and m.name not like 'sqlite_%' order by 1, 2
            """
            : """
            select table_name::text, column_name::text from information_schema.columns where table_schema = 'public' order by 1, 2
            """
        return try connection.rows(query) { (try $0.text(0), try $0.text(1)) }
    }

    /// Contact data makes no difference to what is told about a case.
    @Test(arguments: StoreKind.allCases)
    func anEmptyContactIsNotKept(_ kind: StoreKind) async throws {
        try await Town.with(kind) { town async throws in
            for contact in [Contact(), Contact(name: " ", phone: "\u{0}", email: "")] {
                let id = try await town.report(contact: contact).caseID
                #expect(try await Self.kept(id, in: town) == nil)
            }
        }
    }
}

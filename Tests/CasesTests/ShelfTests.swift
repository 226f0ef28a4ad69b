import Cases
import City
import Ground
import Store
import StoreTestSupport
import Testing
import WorkingTime
import Workflows

/// A case keeps the procedure it began with, whatever happens to the city folder.
@Suite struct ShelfTests {
    private static func second(_ change: (String) -> String = { $0 }) throws -> City {
        try TestTown.kunming { text in
            change(
                text.replacing("version: 1", with: "version: 2").replacing(
                    "  content from: 3", with: "  content from: 5"))
        }
    }

    /// With the second version a rating of 4 is not content any more; the old case knows nothing of that.
    @Test(arguments: StoreKind.allCases)
    func oldCasesGoOnByTheirOwnVersion(_ kind: StoreKind) async throws {
        try await TestStores.with(kind, migrations: Town.migrations) { store async throws in
            let clock = TestClock(Town.monday)
            let before = try await Town(store, clock: clock)
            let old = try await before.verified()
            let after = try await Town(store, city: Self.second(), clock: clock)
            let new = try await after.verified()
            #expect(try await after.file(old.caseID).workflow.version == 1)
            #expect(try await after.file(new.caseID).workflow.version == 2)
            #expect(try await after.perform(by: .tracking(old.tracking), on: old.caseID) { Rate($0, rating: 4) }.state == "closed")
            #expect(try await after.perform(by: .tracking(new.tracking), on: new.caseID) { Rate($0, rating: 4) }.state == "triaged")
            // The folder went back to the first version: new cases begin with it, the one of the second goes on.
            let back = try await Town(store, clock: clock)
            #expect(try await back.file(back.report().caseID).workflow.version == 1)
            #expect(try await back.file(new.caseID).workflow.version == 2)
            try await back.perform(by: "street", on: new.caseID) { Reject($0, reason: "不受理") }
        }
    }

    @Test(arguments: StoreKind.allCases)
    func aChangeNeedsANewVersion(_ kind: StoreKind) async throws {
        try await TestStores.with(kind, migrations: Town.migrations) { store async throws in
            _ = try await Town(store)
            let changed = try TestTown.kunming { $0.replacing("content from: 3", with: "content from: 4") }
            let error = await #expect(throws: WorkflowShelf.ChangedWithoutVersion.self) { _ = try await Town(store, city: changed) }
            #expect(error?.description == "the workflow “demand” has changed, but its version is still 1: raise the version in its file")
            // A remark in the file changes nothing.
            _ = try await Town(store, city: TestTown.kunming { "# 备注\n" + $0 })
        }
    }

    /// A procedure that is no longer in the folder takes no new cases and carries its old ones to their end.
    @Test(arguments: StoreKind.allCases)
    func aProcedureThatWasTakenAway(_ kind: StoreKind) async throws {
        try await TestStores.with(kind, migrations: Town.migrations) { store async throws in
            let clock = TestClock(Town.monday)
            let before = try await Town(store, clock: clock)
            let id = try await before.report("漏水", workflow: "mediation").caseID
            var city = Town.kunming
            city.workflows["mediation"] = nil
            city.workflowTexts["mediation"] = nil
            let after = try await Town(store, city: city, clock: clock)
            let refused = try await refusal { try await after.report("漏水", workflow: "mediation") }
            #expect(refused.code == .unknownName)
            #expect(try await after.perform(by: "community", on: id) { Triage($0) }.state == "accepted")
        }
    }

    /// Cases would stand still without anybody knowing: the server says so before it starts.
    @Test(arguments: StoreKind.allCases)
    func aKeptVersionThatCannotBeReadIsTold(_ kind: StoreKind) async throws {
        try await TestStores.with(kind, migrations: Town.migrations) { store async throws in
            try await store.write { connection in
                try connection.execute("insert into workflow_versions (name, version, source) values ('old', 3, 'workflow: [')")
            }
            let error = await #expect(throws: WorkflowShelf.Unreadable.self) { _ = try await Town(store) }
            #expect(error?.name == "old")
            #expect(error?.diagnostics.hasErrors == true)
            let text = error?.description ?? ""
            #expect(text.hasPrefix("version 3 of the workflow “old” cannot be read any more: old version 3"), "\(text)")
        }
    }

    @Test(arguments: StoreKind.allCases)
    func twoServersMayOpenAnEmptyDatabaseAtOnce(_ kind: StoreKind) async throws {
        try await TestStores.withURL(kind, migrations: Town.migrations) { url async throws in
            let stores = [try await TestStores.open(url), try await TestStores.open(url)]
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<6 { group.addTask { _ = try await Town(stores[number % 2]) } }
                try await group.waitForAll()
            }
            let count = try await stores[0].read { try $0.row("select count(*) from workflow_versions") { try $0.int(0) } }
            #expect(count == 2)
            for store in stores { await TestStores.close(store) }
        }
    }

    // MARK: A changed calendar

    /// Open all day and every day.
    private static let alwaysOpen: City = {
        var city = Town.kunming
        let hours = Dictionary(uniqueKeysWithValues: (1...7).map { ($0, [0..<1440]) })
        if let calendar = try? WorkCalendar(timeZone: "Asia/Shanghai", hours: hours, days: [:], provisionalAfter: Set(1970...2100)) {
            city.calendar = calendar
        }
        return city
    }()

    /// Due times are stored; where what they follow from changes they are worked out again, for all that is open.
    @Test(arguments: StoreKind.allCases)
    func dueTimesFollowAChangedCalendar(_ kind: StoreKind) async throws {
        try await TestStores.with(kind, migrations: Town.migrations) { store async throws in
            let clock = TestClock(Town.monday)
            let before = try await Town(store, clock: clock)
            var ids: [CaseID] = []
            for _ in 0..<3 { ids.append(try await before.report().caseID) }
            ids.append(try await before.working().caseID)
            let whistled = try await before.triaged()
            try await before.perform(by: "street", on: whistled.caseID) { Whistle($0, organisations: ["water-company", "urban-management-530102"]) }
            _ = try await before.rated(5)
            _ = try await before.verified()
            let after = try await Town(store, city: Self.alwaysOpen, clock: clock)
            #expect(try await after.faults() != [])
            // The window of the rating is in clock time: it stays.
            #expect(try await after.office.renewDueTimes(batch: 2) == 5)
            #expect(try await after.faults() == [])
            #expect(try await after.office.renewDueTimes() == 0)
            let due = try await store.read { try DueClocks.next(on: $0) }
            #expect(due == Town.moment("2026-03-02T13:00+08:00"))
            #expect(try await after.view(ids[0]).line.nextDue == due)
        }
    }
}

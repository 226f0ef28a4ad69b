import Accounts
import Cases
import City
import Ground
import Store
import StoreTestSupport
import Synchronization
import Testing
import Workflows

/// What happens by itself when time goes by.
@Suite struct ClockTests {
    private static func firings(_ town: Town, _ id: CaseID) async throws -> Int {
        try await town.view(id).timeline.flatMap(\.facts).count { if case .clockFired = $0 { true } else { false } }
    }

    /// Nobody takes a case up: after four office hours it stands one level higher, after four more at the top, and no higher.
    @Test(arguments: StoreKind.allCases)
    func anOverdueCaseMovesUpLevelByLevel(_ kind: StoreKind) async throws {
        try await Town.with(kind) { town async throws in
            let id = try await town.report().caseID
            let steps: [(String, Int, AreaLevel, Int)] = [
                ("2026-03-02T13:59:59+08:00", 0, .street, 0), ("2026-03-02T14:00+08:00", 1, .county, 1),
                ("2026-03-02T16:59+08:00", 0, .county, 1), ("2026-03-03T10:00+08:00", 1, .city, 1),
                ("2026-04-03T10:00+08:00", 0, .city, 1),
            ]
            for (moment, fired, level, overdue) in steps {
                town.clock.set(moment)
                #expect(try await town.office.fireDueClocks() == fired, "\(moment)")
                let line = try await town.view(id).line
                #expect(line.level == level.depth, "\(moment)")
                #expect(line.overdue == overdue, "\(moment)")
                #expect(try await town.faults() == [], "\(moment)")
            }
            #expect(try await Self.firings(town, id) == 2)
            let told = try await town.view(id).timeline.flatMap(\.facts).compactMap { fact -> [Workflow.Permission]? in
                if case .notified(let who, _) = fact { who } else { nil }
            }
            #expect(told.first?.contains(.init(post: "county-supervisor", relation: .ownArea)) == true)
        }
    }

    /// A server that slept for a month makes up for it in one go, level by level.
    @Test(arguments: StoreKind.allCases)
    func aLongSleepIsMadeUpFor(_ kind: StoreKind) async throws {
        try await Town.with(kind) { town async throws in
            for _ in 0..<5 { try await town.report() }
            town.clock.advance(hours: 24 * 30)
            var fired = 0
            // A clock is wound again from the moment at which it was seen to have run out.
            while case let more = try await town.office.fireDueClocks(batch: 2), more > 0 {
                fired += more
                town.clock.advance(hours: 24)
            }
            #expect(fired == 10)
            #expect(try await town.faults() == [])
        }
    }

    /// Two servers look for due clocks at the same time: each fires once.
    @Test(arguments: StoreKind.allCases)
    func twoServersFireEachClockOnce(_ kind: StoreKind) async throws {
        try await TestStores.withURL(kind, migrations: Town.migrations) { url async throws in
            let stores = [try await TestStores.open(url), try await TestStores.open(url)]
            let clock = TestClock(Town.monday)
            let towns = [try await Town(stores[0], clock: clock), try await Town(stores[1], clock: clock)]
            var ids: [CaseID] = []
            for number in 0..<40 { ids.append(try await towns[number % 2].report().caseID) }
            clock.advance(hours: 6)
            let fired = try await withThrowingTaskGroup(of: Int.self) { group in
                for runner in 0..<4 { group.addTask { try await towns[runner % 2].office.fireDueClocks(batch: 3 + runner) } }
                return try await group.reduce(0, +)
            }
            #expect(fired == 40)
            for id in ids { #expect(try await Self.firings(towns[0], id) == 1) }
            #expect(try await towns[0].office.fireDueClocks() == 0)
            #expect(try await towns[1].faults() == [])
            for store in stores { await TestStores.close(store) }
        }
    }

    @Test(arguments: StoreKind.allCases)
    func noWordWithinTheWindowClosesAsUnrated(_ kind: StoreKind) async throws {
        try await Town.with(kind) { town async throws in
            let report = try await town.verified()
            town.clock.advance(hours: 24 * 7, minutes: -1)
            #expect(try await town.office.fireDueClocks() == 0)
            town.clock.advance(minutes: 1)
            #expect(try await town.office.fireDueClocks() == 1)
            let view = try await town.view(report.caseID)
            #expect(view.file.stateName == "unrated")
            #expect(view.line.overdue == 0)
            #expect(view.timeline.last?.action == "close-unrated")
            #expect(view.timeline.last?.by == nil)
            let late = try await refusal {
                try await town.perform(by: .tracking(report.tracking), on: report.caseID) { Rate($0, rating: 5) }
            }
            #expect(late.code == .workflow(.wrongState))
            #expect(try await town.faults() == [])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func eachOrderOfAWhistleHasItsOwnClock(_ kind: StoreKind) async throws {
        try await Town.with(kind) { town async throws in
            let id = try await town.triaged().caseID
            try await town.perform(by: "street", on: id) { Whistle($0, organisations: ["water-company", "urban-management-530102"]) }
            town.clock.advance(hours: 1)
            try await town.perform(by: "water", on: id, order: 1) { ReportIn($0) }
            town.clock.advance(hours: 5)
            // Four office hours of reporting in: only the second order is late.
            #expect(try await town.office.fireDueClocks() == 1)
            let view = try await town.view(id)
            #expect(Set(view.due.map(\.order)) == [1, 2])
            #expect(view.file.state.clocks.filter { $0.firings > 0 }.map(\.order) == [2])
            #expect(try await town.faults() == [])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func dueTimesFollowPriorityAndClass(_ kind: StoreKind) async throws {
        try await Town.with(kind) { town async throws in
            let id = try await town.working().caseID
            func due() async throws -> Instant? { try await town.view(id).due.first?.due }
            #expect(try await due() == Town.moment("2026-03-09T17:00+08:00"))
            try await town.perform(by: "street", on: id) { Triage($0, priority: .urgent, text: "学校门口") }
            #expect(try await due() == Town.moment("2026-03-02T14:00+08:00"))
            try await town.perform(by: "street", on: id) { Triage($0, requestClass: "manhole", text: "实为井盖") }
            #expect(try await due() == Town.moment("2026-03-02T11:00+08:00"))
            #expect(try await town.store.read { try DueClocks.next(on: $0) } == Town.moment("2026-03-02T11:00+08:00"))
            #expect(try await town.faults() == [])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func theOldestAreTakenFirstAndNoMoreThanAsked(_ kind: StoreKind) async throws {
        try await Town.with(kind) { town async throws in
            var ids: [CaseID] = []
            for _ in 0..<6 {
                ids.append(try await town.report().caseID)
                town.clock.advance(minutes: 10)
            }
            town.clock.advance(hours: 3.5)
            let time = town.clock.now
            let (four, all) = try await town.store.read { connection in
                (
                    try DueClocks.due(by: time, most: 4, on: connection).map(\.caseID),
                    try DueClocks.due(by: time, most: 100, on: connection).count
                )
            }
            #expect(four.count < 4 || four == Array(ids.prefix(4)))
            #expect(all == four.count)
            town.clock.advance(hours: 2)
            let later = town.clock.now
            let first = try await town.store.read { try DueClocks.due(by: later, most: 4, on: $0).map(\.caseID) }
            #expect(first == Array(ids.prefix(4)))
        }
    }

    /// What the table says of a clock is only where to look: a clock fires when it is due by the case itself. A calendar that
    /// changed after the due time was stored puts the table right, and does not fire anything.
    @Test(arguments: StoreKind.allCases)
    func aStaleRowIsPutRightAndDoesNotFire(_ kind: StoreKind) async throws {
        try await Town.with(kind) { town async throws in
            var ids: [CaseID] = []
            for _ in 0..<5 { ids.append(try await town.report().caseID) }
            let id = ids[0]
            try await town.store.write { connection in
                try connection.execute("update due_clocks set due = 1")
                // And one of a clock that there is not.
                try connection.execute("insert into due_clocks (case_id, number, due) values (\(id.rawValue), 7, 2)")
            }
            #expect(try await town.office.fireDueClocks(batch: 2) == 0)
            #expect(try await town.faults() == [])
        }
    }

    /// A case that cannot be read any more stops nobody else's clocks, and is told of.
    @Test(arguments: StoreKind.allCases)
    func aDamagedCaseDoesNotStopTheOthers(_ kind: StoreKind) async throws {
        try await TestStores.with(kind, migrations: Town.migrations) { store async throws in
            let clock = TestClock(Town.monday)
            let town = try await Town(store, clock: clock)
            var ids: [CaseID] = []
            for _ in 0..<7 { ids.append(try await town.report().caseID) }
            let damaged = Array(ids.prefix(3))
            try await store.write { connection in
                try connection.execute("update events set body = \([7] as [UInt8]) where entity = \(damaged[0].rawValue)")
                try connection.execute("update cases set workflow_version = 9 where id = \(damaged[1].rawValue)")
                try connection.execute("delete from cases where id = \(damaged[2].rawValue)")
            }
            clock.advance(hours: 6)
            let told = Mutex<[CaseID]>([])
            let fresh = try await Town(store, clock: clock)
            let fired = try await fresh.office.fireDueClocks(batch: 2) { id, _ in told.withLock { $0.append(id) } }
            #expect(fired == 4)
            #expect(told.withLock { Set($0) } == Set(damaged))
            for id in ids.dropFirst(3) { #expect(try await Self.firings(fresh, id) == 1) }
        }
    }
}

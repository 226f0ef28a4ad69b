import Accounts
import Cases
import City
import Geography
import Store
import StoreTestSupport
import Synchronization
import Testing
import Workflows

/// The same key gets the same answer; nothing is done twice.
@Suite struct KeyTests {
    @Test(arguments: StoreKind.allCases)
    func theSameKeyGetsTheSameAnswer(_ kind: StoreKind) async throws {
        try await Town.with(kind) { town async throws in
            let report = ReportDemand(key: "form-1", text: "路灯不亮", area: "530102001007")
            let first = try await town.office.report(report, by: .anybody)
            town.clock.advance(hours: 5)
            #expect(try await town.office.report(report, by: .anybody) == first)
            let triage = Triage(Target(first.caseID, seen: 1, key: "form-2"), requestClass: "street-light")
            let second = try await town.office.perform(triage, by: town.by("street"))
            #expect(second.revision == 2)
            // The case has moved on; the answer is still the one that was given.
            try await town.perform(by: "street", on: first.caseID) { Dispatch($0, organisation: "water-company") }
            #expect(try await town.office.perform(triage, by: town.by("street")) == second)
            #expect(try await town.file(first.caseID).revision == 3)
            #expect(try await town.faults() == [])
        }
    }

    /// Sent many times at once, among other reports: one case, and no number of the day is lost over it.
    @Test(arguments: StoreKind.allCases)
    func alsoWhenSentAtOnce(_ kind: StoreKind) async throws {
        try await Town.with(kind) { town async throws in
            let sent = ["路灯不亮", "井盖破损"].map { ReportDemand(key: "form-1", text: $0, area: "530102001007") }
            let (given, refused) = await withTaskGroup(of: Result<CaseAnswer, any Error>.self) { group in
                for number in 0..<60 {
                    group.addTask {
                        do {
                            if number % 3 == 2 { return .success(try await town.report()) }
                            return .success(try await town.office.report(sent[number % 3], by: .anybody))
                        } catch {
                            return .failure(error)
                        }
                    }
                }
                var (given, refused): ([CaseAnswer], [any Error]) = ([], [])
                for await result in group {
                    switch result {
                    case .success(let answer): given.append(answer)
                    case .failure(let error): refused.append(error)
                    }
                }
                return (given, refused)
            }
            // Which of the two texts came first is open; the other is another command under its key.
            #expect(given.count == 40 && refused.count == 20)
            #expect(refused.allSatisfy { ($0 as? CaseRefusal)?.code == .keyReused })
            #expect(Set(given.map(\.caseID)).count == 21)
            let numbers = Set(given.map(\.reference)).compactMap { Int($0.suffix(5)) }.sorted()
            #expect(numbers == Array(1...21))
            #expect(try await town.faults() == [])
        }
    }

    /// Also after the server was started anew, by another server, and when the answer got lost on its way.
    @Test(arguments: StoreKind.allCases)
    func alsoAfterARestart(_ kind: StoreKind) async throws {
        try await TestStores.withURL(kind, migrations: Town.migrations) { url async throws in
            let clock = TestClock(Town.monday)
            let store = try await TestStores.open(url)
            let lossy = try await Town(FaultyStore(store) { $0 == .write ? .afterCommit : .none }, clock: clock, startingOn: store)
            let report = ReportDemand(key: "form-1", text: "路灯不亮", area: "530102001007")
            await #expect(throws: SQLError.self) { try await lossy.office.report(report, by: .anybody) }
            let again = try await Town(store, clock: clock).office.report(report, by: .anybody)
            let note = Note(Target(again.caseID, seen: nil, key: "form-2"), text: "请尽快")
            let noted = try await Town(store, clock: clock).office.perform(note, by: .tracking(again.tracking))
            await TestStores.close(store)
            let second = try await TestStores.open(url)
            let town = try await Town(second, clock: clock)
            #expect(try await town.office.report(report, by: .anybody) == again)
            #expect(try await town.office.perform(note, by: .tracking(again.tracking)) == noted)
            #expect(try await second.read { try CaseCount.all(on: $0) } == 1)
            #expect(try await town.file(again.caseID).revision == 2)
            await TestStores.close(second)
        }
    }

    /// What fails before the commit leaves nothing, and the same key works afterwards.
    @Test(arguments: StoreKind.allCases)
    func whatFailedHalfWayLeavesNothing(_ kind: StoreKind) async throws {
        try await TestStores.with(kind, migrations: Town.migrations) { store async throws in
            let failing = Mutex(true)
            let faulty = FaultyStore(store) { access in
                access == .write && failing.withLock { $0 } ? .beforeCommit : .none
            }
            let town = try await Town(faulty, startingOn: store)
            let report = ReportDemand(key: "form-1", text: "路灯不亮", area: "530102001007", contact: Contact(phone: "1"))
            await #expect(throws: SQLError.self) { try await town.office.report(report, by: .anybody) }
            #expect(try await town.faults() == [])
            #expect(try await store.read { try CaseCount.all(on: $0) } == 0)
            failing.withLock { $0 = false }
            let answer = try await town.office.report(report, by: .anybody)
            // No number was lost with the failure.
            #expect(answer.reference == "KM260302-00001")
            let triage = Triage(Target(answer.caseID, seen: 1, key: "form-2"), requestClass: "street-light")
            failing.withLock { $0 = true }
            await #expect(throws: SQLError.self) { try await town.office.perform(triage, by: town.by("street")) }
            #expect(try await town.file(answer.caseID).stateName == "reported")
            failing.withLock { $0 = false }
            #expect(try await town.office.perform(triage, by: town.by("street")).state == "triaged")
            #expect(try await town.file(answer.caseID).stateName == "triaged")
            #expect(try await town.faults() == [])
        }
    }

    @Test(arguments: StoreKind.allCases)
    func aUsedKeyWithAnotherCommandIsRefused(_ kind: StoreKind) async throws {
        try await Town.with(kind) { town async throws in
            let report = ReportDemand(
                key: "k", text: "路灯不亮", requestClass: "street-light", area: "530102001007",
                position: Coordinate(longitude: 102.7, latitude: 25.05), address: "翠湖", photos: [Town.photo])
            let answer = try await town.office.report(report, by: .anybody)
            func changed(_ change: (inout ReportDemand) -> Void) -> ReportDemand {
                var other = report
                change(&other)
                return other
            }
            let others: [ReportDemand] = [
                changed { $0.text = "路灯太亮" }, changed { $0.requestClass = "waste" }, changed { $0.area = nil },
                changed { $0.position = Coordinate(longitude: 102.71, latitude: 25.05) }, changed { $0.address = nil },
                changed { $0.photos = [] }, changed { $0.priority = .urgent }, changed { $0.answers = ["q": "1"] },
                changed { $0.channel = .hotline }, changed { $0.contact = Contact(phone: "123") },
                changed { $0.outsideNumber = "7" }, changed { $0.workflow = "mediation" },
            ]
            for other in others {
                let refused = try await refusal { try await town.office.report(other, by: .anybody) }
                #expect(refused.code == .keyReused, "\(other)")
            }
            let asOther = try await refusal { try await town.office.report(report, by: town.by("grid")) }
            #expect(asOther.code == .keyReused)
            #expect(asOther.message.zh == "这个请求编号已用于另一项操作。")
            #expect(asOther.message.en == "This request key was used for something else before.")
            let asCommand = try await refusal {
                try await town.office.perform(Withdraw(Target(answer.caseID, seen: 1, key: "k")), by: .tracking(answer.tracking))
            }
            #expect(asCommand.code == .keyReused)
            #expect(try await town.office.report(report, by: .anybody) == answer)
        }
    }

    /// What stands in one field must not pass for the same in another one.
    @Test(arguments: StoreKind.allCases)
    func fieldsAreNotMixedUp(_ kind: StoreKind) async throws {
        try await Town.with(kind) { town async throws in
            let id = try await town.working().caseID
            let key = Target(id, order: 1, seen: nil, key: "k")
            func take(_ given: Given, _ action: ActionName = "handle") -> TakeAction { TakeAction(action, on: key, given: given) }
            let first = Given(text: "a", photos: [Town.photo], answers: ["x": "y", "z": "w"])
            let answer = try await town.office.perform(take(first), by: town.by("urban"))
            let others = [
                Given(text: "a", answers: [Town.photo: "x", "y": "z"], organisations: ["w"]),
                Given(text: "a", photos: [Town.photo, "x"], answers: ["y": "z"], organisations: ["w"]),
                Given(text: "a", photos: [Town.photo], organisations: ["x", "y", "z", "w"]),
                Given(text: "a", photos: [Town.photo], answers: ["x": "y", "z": "w"], reason: ""),
                Given(text: "a", photos: [Town.photo], answers: ["x": "y", "z": "w"], lead: "\u{0}"),
                Given(photos: [Town.photo], answers: ["x": "y", "z": "w"]),
            ]
            for other in others {
                let refused = try await refusal { try await town.office.perform(take(other), by: town.by("urban")) }
                #expect(refused.code == .keyReused, "\(other)")
            }
            let elsewhere = try await refusal { try await town.office.perform(take(first, "report-in"), by: town.by("urban")) }
            #expect(elsewhere.code == .keyReused)
            // Another holder of the tracking code is another sender.
            #expect(try await refusal { try await town.office.perform(take(first), by: .anybody) }.code == .keyReused)
            #expect(try await town.office.perform(take(first), by: town.by("urban")) == answer)
        }
    }

    /// The answer holds the tracking code: whoever sends the same key and words without it must not be told.
    @Test(arguments: StoreKind.allCases)
    func aKeyDoesNotOpenACaseToOthers(_ kind: StoreKind) async throws {
        try await Town.with(kind) { town async throws in
            let report = try await town.report()
            let note = Note(Target(report.caseID, seen: nil, key: "k"), text: "请尽快")
            _ = try await town.office.perform(note, by: .tracking(report.tracking))
            for requester in [Requester.anybody, .tracking("WRONG"), town.by("community-panlong")] {
                #expect(try await refusal { try await town.office.perform(note, by: requester) }.code == .keyReused)
            }
        }
    }

    /// The tracking code is the reporter's: whoever else acts is not told it.
    @Test(arguments: StoreKind.allCases)
    func onlyTheReporterIsToldTheTrackingCode(_ kind: StoreKind) async throws {
        try await Town.with(kind) { town async throws in
            let report = try await town.report(by: town.by("grid"))
            let id = report.caseID
            #expect(try await town.perform(by: "street", on: id) { Triage($0, requestClass: "street-light") }.tracking == "")
            #expect(try await town.perform(by: "community", on: id) { Note($0, text: "看过") }.tracking == "")
            #expect(try await town.perform(by: "grid", on: id) { Note($0, text: "请尽快") }.tracking == report.tracking)
            #expect(try await town.perform(by: .tracking(report.tracking), on: id) { Note($0, text: "请尽快") }.tracking == report.tracking)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func oldKeysAreForgotten(_ kind: StoreKind) async throws {
        try await Town.with(kind) { town async throws in
            let old = ReportDemand(key: "old", text: "灯", area: "530102001007")
            let first = try await town.office.report(old, by: .anybody)
            town.clock.advance(hours: 24 * 29)
            let new = ReportDemand(key: "new", text: "灯", area: "530102001007")
            let second = try await town.office.report(new, by: .anybody)
            // Page by page, as a server does it.
            func forget() async throws -> Int {
                let time = town.clock.now
                return try await town.store.write { connection in
                    var (count, mark): (Int, String?) = (0, "")
                    while let last = mark {
                        let page = try town.office.forgetOldKeys(at: time, after: last, most: 1, on: connection)
                        (count, mark) = (count + page.count, page.mark)
                    }
                    return count
                }
            }
            #expect(try await forget() == 0)
            #expect(try await town.office.report(old, by: .anybody) == first)
            town.clock.advance(hours: 25)
            #expect(try await forget() == 1)
            #expect(try await town.office.report(new, by: .anybody) == second)
            #expect(try await town.office.report(old, by: .anybody) != first)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func keysThatAreNone(_ kind: StoreKind) async throws {
        try await Town.with(kind) { town async throws in
            let answer = try await town.report()
            for key in ["", " ", "a\u{0}b", String(repeating: "k", count: 201)] {
                let report = try await refusal {
                    try await town.office.report(ReportDemand(key: key, text: "路灯"), by: .anybody)
                }
                #expect(report.code == .invalid(field: "key"))
                let note = try await refusal {
                    try await town.office.perform(Note(Target(answer.caseID, seen: nil, key: key), text: "a"), by: town.by("street"))
                }
                #expect(note.code == .invalid(field: "key"))
            }
        }
    }

    /// The same form sent by eight fingers at once, on two servers.
    @Test(arguments: StoreKind.allCases)
    func theSameKeyAtTheSameTime(_ kind: StoreKind) async throws {
        try await TestStores.withURL(kind, migrations: Town.migrations) { url async throws in
            let stores = [try await TestStores.open(url), try await TestStores.open(url)]
            let clock = TestClock(Town.monday)
            let towns = [try await Town(stores[0], clock: clock), try await Town(stores[1], clock: clock)]
            let report = ReportDemand(key: "form", text: "路灯不亮", area: "530102001007")
            let answers = try await withThrowingTaskGroup(of: CaseAnswer.self) { group in
                for finger in 0..<8 { group.addTask { try await towns[finger % 2].office.report(report, by: .anybody) } }
                return try await group.reduce(into: Set<CaseAnswer>()) { $0.insert($1) }
            }
            #expect(answers.count == 1)
            #expect(try await stores[1].read { try CaseCount.all(on: $0) } == 1)
            for store in stores { await TestStores.close(store) }
        }
    }
}

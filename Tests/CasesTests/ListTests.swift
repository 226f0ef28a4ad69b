import Accounts
import Cases
import City
import Geography
import Ground
import Store
import StoreTestSupport
import Testing
import Workflows

/// The lists of the desks, and finding one case.
@Suite struct ListTests {
    /// Some sixty cases in all sorts of states and places.
    private static func filled(_ kind: StoreKind, _ body: (Town) async throws -> Void) async throws {
        try await Town.with(kind) { town async throws in
            let areas: [AreaCode?] = ["530102001007", "530102001007-G01", "530102001001", "530102001", "530102", "530103001001", "530100", nil]
            let classes: [ClassCode?] = ["street-light", "waste", "manhole", nil]
            for number in 0..<64 {
                let answer = try await town.report("第\(number)号", requestClass: classes[number % 4], area: areas[number / 2 % 8])
                town.clock.advance(minutes: Double(number % 5))
                if number % 7 == 0 {
                    try await town.perform(by: "city", on: answer.caseID) { Reject($0, reason: "不受理") }
                    continue
                }
                if number % 5 == 1 { try await town.perform(by: "city", on: answer.caseID) { Triage($0, requestClass: "waste", area: areas[number % 6]) } }
                if number % 10 == 1 { try await town.perform(by: "city", on: answer.caseID) { Dispatch($0, organisation: "water-company") } }
            }
            for rating in [5, 1] { _ = try await town.rated(rating) }
            town.clock.advance(hours: 4)
            _ = try await town.office.fireDueClocks()
            try await body(town)
        }
    }

    private static func lines(_ filter: CaseFilter, most: Int, in town: Town) async throws -> [CaseLine] {
        try await town.store.read { connection in
            var all: [CaseLine] = []
            var mark: CaseList.Mark?
            repeat {
                let page = try CaseList.page(filter, in: town.city.territory, after: mark, most: most, on: connection)
                all += page.lines
                // What a link to the next page carries.
                mark = page.next.flatMap { CaseList.Mark($0.text) }
                #expect(page.lines.count <= most)
            } while mark != nil
            return all
        }
    }

    /// Every page of every size together hold what a plain look at all cases finds, each case once, in order.
    @Test(arguments: StoreKind.allCases)
    func pagesHoldWhatTheFilterAsksFor(_ kind: StoreKind) async throws {
        try await Self.filled(kind) { town async throws in
            let scopes: [CaseFilter.Scope] = [
                .city, .area("530100"), .area("530102"), .area("530102001"), .area("530102001007"), .area("530102001007-G01"),
                .area("530103001"), .area("nowhere"), .organisation("water-company"), .organisation("urban-management-530102"), .organisation("nobody"),
            ]
            let ids = try await town.store.read { try $0.rows("select id from cases") { CaseID(try $0.integer(0)) } }
            var files: [CaseFile] = []
            for id in ids { files.append(try await town.file(id)) }
            for scope in scopes {
                for isOpen in [true, false] {
                    for filter in [
                        CaseFilter(scope: scope, isOpen: isOpen), CaseFilter(scope: scope, isOpen: isOpen, state: "triaged"),
                        CaseFilter(scope: scope, isOpen: isOpen, requestClass: "waste"), CaseFilter(scope: scope, isOpen: isOpen, priority: .urgent),
                        CaseFilter(scope: scope, isOpen: isOpen, isOverdue: true),
                    ] {
                        let wanted = Set(files.filter { Self.fits($0, filter) }.map(\.id))
                        for most in [3, 50] {
                            let lines = try await Self.lines(filter, most: most, in: town)
                            #expect(Set(lines.map(\.id)) == wanted, "\(filter)")
                            #expect(lines.count == wanted.count)
                            let places = lines.map { [$0.listedAt.milliseconds, $0.id.rawValue] }
                            let sorted = places.sorted { isOpen ? $0.lexicographicallyPrecedes($1) : $1.lexicographicallyPrecedes($0) }
                            #expect(places == sorted)
                        }
                    }
                }
            }
        }
    }

    private static func fits(_ file: CaseFile, _ filter: CaseFilter) -> Bool {
        let state = file.state
        let isWithin =
            switch filter.scope {
            case .city: true
            case .area(let code): PermissionTable.covers(code.rawValue, state.area) || code == "530100"
            case .organisation(let code):
                // What it has to do; and of what has ended, that on which it worked.
                state.orders.contains {
                    $0.organisation == code.rawValue && (filter.isOpen ? $0.progress.isOpen : $0.progress.isLive)
                }
            }
        let isOverdue = state.clocks.contains { $0.firings > 0 }
        return isWithin && (state.endedAt == nil) == filter.isOpen && (filter.state ?? file.stateName) == file.stateName
            && (filter.requestClass?.rawValue ?? state.requestClass) == state.requestClass && (filter.priority ?? state.priority) == state.priority
            && (!filter.isOverdue || isOverdue)
    }

    /// A line says what the case says.
    @Test(arguments: StoreKind.allCases)
    func aLineShowsTheCase(_ kind: StoreKind) async throws {
        try await Self.filled(kind) { town async throws in
            for line in try await Self.lines(CaseFilter(scope: .city), most: 50, in: town) {
                let view = try await town.view(line.id)
                #expect(view.line == line)
                #expect(line.reference == view.file.reference)
                #expect(line.title == view.text)
                #expect(line.state == view.file.stateName)
                #expect(line.nextDue == view.due.map(\.due).min())
                #expect(line.requestClass?.rawValue == view.file.state.requestClass)
            }
        }
    }

    @Test(arguments: ["", "-", "1-", "-1", "a-b", "1-2-3", "1", "99999999999999999999-1", "１-２"])
    func aMarkThatIsNoneIsNil(_ text: String) {
        #expect(CaseList.Mark(text) == nil)
    }

    @Test func aLongTitleIsCutBetweenLetters() async throws {
        try await Town.with(.sqlite) { town async throws in
            let text = String(repeating: "👨‍👩‍👧", count: 70)
            let id = try await town.report(text).caseID
            let view = try await town.view(id)
            #expect(view.line.title == String(repeating: "👨‍👩‍👧", count: 60))
            #expect(view.text == text)
        }
    }

    @Test(arguments: StoreKind.allCases)
    func oneCaseIsFoundByWhatPeopleHave(_ kind: StoreKind) async throws {
        try await Town.with(kind) { town async throws in
            let mine = try await town.report(by: town.by("grid"))
            let newer = try await town.report(by: town.by("grid"))
            let other = try await town.office.report(
                ReportDemand(key: town.key(), text: "灯", area: "530102001007", outsideNumber: "101004125189"), by: .anybody)
            try await town.store.read { (connection: any Connection) throws -> Void in
                #expect(try CaseLookup.id(reference: mine.reference, on: connection) == mine.caseID)
                #expect(try CaseLookup.id(reference: "KM000000-00000", on: connection) == nil)
                #expect(try CaseLookup.id(reference: mine.reference, tracking: mine.tracking, on: connection) == mine.caseID)
                #expect(try CaseLookup.id(reference: mine.reference, tracking: newer.tracking, on: connection) == nil)
                #expect(try CaseLookup.id(reference: mine.reference, tracking: "", on: connection) == nil)
                #expect(try CaseLookup.id(reference: mine.reference, tracking: mine.tracking.lowercased(), on: connection) == nil)
                #expect(try CaseLookup.id(outsideNumber: "101004125189", on: connection) == other.caseID)
                #expect(try CaseLookup.id(outsideNumber: "", on: connection) == nil)
                #expect(try CaseLookup.reported(by: town.account("grid").id, on: connection) == [newer.caseID, mine.caseID])
                #expect(try CaseLookup.reported(by: town.account("grid").id, most: 1, on: connection) == [newer.caseID])
                #expect(try CaseLookup.reported(by: AccountID(999), on: connection) == [])
            }
        }
    }

    /// Numbers count up within the day of the city, whatever the time of UTC; codes differ.
    @Test(arguments: StoreKind.allCases)
    func numbersCountUpWithinTheDay(_ kind: StoreKind) async throws {
        try await Town.with(kind) { town async throws in
            town.clock.set("2026-03-02T23:59+08:00")
            var answers = [try await town.report(), try await town.report()]
            town.clock.set("2026-03-03T00:00+08:00")
            answers.append(try await town.report())
            #expect(answers.map(\.reference) == ["KM260302-00001", "KM260302-00002", "KM260303-00001"])
            #expect(Set(answers.map(\.tracking)).count == 3)
            #expect(answers.map(\.caseID) == answers.map(\.caseID).sorted())
            try await town.store.write { _ = try $0.execute("update case_numbers set used = 99999") }
            #expect(try await town.report().reference == "KM260303-100000")
        }
    }

    /// Cases close by, the nearest first: what a plain look at all of them finds.
    @Test(arguments: StoreKind.allCases)
    func whatLiesNearby(_ kind: StoreKind) async throws {
        try await Town.with(kind) { town async throws in
            var random = SeededRandom(seed: 9)
            var places: [(id: CaseID, place: Coordinate)] = []
            for number in 0..<120 {
                let place = Coordinate(longitude: 102.70 + random.unit() * 0.01, latitude: 25.05 + random.unit() * 0.01)
                let answer = try await town.office.report(
                    ReportDemand(key: town.key(), text: "第\(number)号", area: "530102001007", position: place), by: .anybody)
                if number % 10 == 0 {
                    try await town.perform(by: "street", on: answer.caseID) { Reject($0, reason: "不受理") }
                } else {
                    places.append((answer.caseID, place))
                }
            }
            for _ in 0..<20 {
                let here = Coordinate(longitude: 102.70 + random.unit() * 0.01, latitude: 25.05 + random.unit() * 0.01)
                let radius = random.unit() * 250
                let wanted = places.map { (id: $0.id, metres: here.distanceMetres(to: $0.place)) }.filter { $0.metres <= radius }
                    .sorted { ($0.metres, $0.id) < ($1.metres, $1.id) }
                let found = try await town.store.read { try CaseLookup.near(here, radius: radius, most: 5, on: $0).map(\.id) }
                #expect(found == wanted.prefix(5).map(\.id))
            }
            for place in [(200.0, 0.0), (0, 91), (.nan, 0), (0, .infinity)] {
                let refused = try await refusal {
                    try await town.office.report(
                        ReportDemand(key: town.key(), text: "灯", position: Coordinate(longitude: place.0, latitude: place.1)), by: .anybody)
                }
                #expect(refused.code == .invalid(field: "position"))
            }
        }
    }
}

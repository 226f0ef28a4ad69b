import Cases
import City
import Ground
import Store
import StoreTestSupport
import Testing
import Workflows

/// The hot queries go through their indexes, on both databases.
@Suite struct PlanTests {
    /// Many cases, most of them of other streets and ended, written in bulk: plans of empty tables say nothing.
    private static func filled(_ kind: StoreKind, _ body: (any Store) async throws -> Void) async throws {
        try await TestStores.with(kind, migrations: Town.migrations) { store async throws in
            try await store.write { connection in
                let columns: [StaticString] = [
                    "id", "reference", "tracking", "workflow", "workflow_version", "state", "priority", "class", "county", "street",
                    "community", "level", "channel", "title", "cell", "paused", "overdue", "reopened", "reported_at", "updated_at",
                    "is_open", "listed_at", "revision", "log_revision", "reporter", "outside_number",
                ]
                try connection.copy(
                    into: "cases", columns: columns,
                    rows: (1...20_000).map { number -> [SQLValue] in
                        let n = Int64(number)
                        let street = "5301020\(10 + number % 40)"
                        return [
                            .integer(n), .text("R\(number)"), .text("T"), .text("demand"), .integer(1), .text("reported"), .integer(n % 3),
                            .text("street-light"), .text("53010\(number % 7)"), .text(street), .text("\(street)001"), .integer(2), .text("web"),
                            .text("路灯"), .integer(n % 900), .integer(0), .integer(0), .integer(0), .integer(n), .integer(n),
                            .integer(number % 10 == 0 ? 1 : 0), .integer(n), .integer(1), .integer(1), .integer(n % 500), .text("o\(number)"),
                        ]
                    })
                try connection.copy(
                    into: "work_orders",
                    columns: [
                        "case_id", "number", "organisation", "is_lead", "progress", "called_at", "due", "listed", "listed_at",
                    ],
                    rows: (1...20_000).map(Self.order))
                try connection.copy(
                    into: "due_clocks", columns: ["case_id", "number", "due"],
                    rows: (1...20_000).map { number -> [SQLValue] in [.integer(Int64(number)), .integer(1), .integer(Int64(number))] })
                try connection.execute("analyze")
            }
            try await body(store)
        }
    }

    private static func order(_ number: Int) -> [SQLValue] {
        // One department has a page and more; sorting a handful would be no fault.
        let isOpen = number % 20 < 10
        return [
            .integer(Int64(number)), .integer(1), .text(number % 2 == 0 ? "org20" : "org\(number % 60)"), .integer(1), .text(isOpen ? "called" : "accepted"),
            .integer(1), .integer(Int64(number)), .integer(isOpen ? 1 : 0), .integer(Int64(number)),
        ]
    }

    /// What a plan must say and what it must not: no table is read from end to end, nothing is sorted.
    private static func expect(
        _ plan: [String], uses index: String, isSorted: Bool = true, at place: SourceLocation = #_sourceLocation
    ) {
        let text = plan.joined(separator: "\n")
        #expect(text.contains(index), "\(text)", sourceLocation: place)
        #expect(!text.contains("Seq Scan"), "\(text)", sourceLocation: place)
        for line in plan where line.hasPrefix("SCAN") { #expect(line.contains("USING"), "\(text)", sourceLocation: place) }
        guard isSorted else { return }
        #expect(!text.contains("TEMP B-TREE") && !text.contains("Sort"), "\(text)", sourceLocation: place)
    }

    @Test(arguments: StoreKind.allCases)
    func theListOfADeskReadsOnePageOfItsIndex(_ kind: StoreKind) async throws {
        let territory = Town.kunming.territory
        let street = try #require(territory.areas(at: .street).first?.code)
        let county = try #require(territory.ancestor(of: street, at: .county))
        try await Self.filled(kind) { store async throws in
            let plans = try await store.read { connection in
                let mark = CaseList.Mark(moment: 500, id: 500)
                func plan(_ filter: CaseFilter, after mark: CaseList.Mark? = nil) throws -> [String] {
                    try connection.explain(CaseList.query(filter, in: territory, after: mark, most: 51))
                }
                return (
                    street: [
                        try plan(CaseFilter(scope: .area(street))), try plan(CaseFilter(scope: .area(street)), after: mark),
                        try plan(CaseFilter(scope: .area(street), isOpen: false)), try plan(CaseFilter(scope: .area(street), isOpen: false), after: mark),
                        try plan(CaseFilter(scope: .area(street), state: "called", priority: .urgent)),
                    ],
                    county: [try plan(CaseFilter(scope: .area(county))), try plan(CaseFilter(scope: .area(county)), after: mark)],
                    city: [try plan(CaseFilter(scope: .city)), try plan(CaseFilter(scope: .city), after: mark)],
                    organisation: [
                        try plan(CaseFilter(scope: .organisation("org20"))),
                        try plan(CaseFilter(scope: .organisation("org20"), isOpen: false), after: mark),
                    ]
                )
            }
            for plan in plans.street { Self.expect(plan, uses: "cases_of_desk") }
            for plan in plans.county { Self.expect(plan, uses: "cases_of_county") }
            for plan in plans.city { Self.expect(plan, uses: "cases_of_city") }
            for plan in plans.organisation { Self.expect(plan, uses: "work_orders_of_organisation_listed") }
        }
    }

    /// The sums of a dimension are found by month and dimension: what lies between them is not read.
    @Test(arguments: StoreKind.allCases)
    func ratesReadOnlyTheSumsOfTheirDimension(_ kind: StoreKind) async throws {
        try await TestStores.with(kind, migrations: Town.migrations) { store async throws in
            let plan = try await store.write { connection in
                let columns: [StaticString] = [
                    "period", "dimension", "member", "is_adjustment", "reported", "ended", "unrated", "on_time", "calls_due", "calls_answered",
                    "rated", "solved", "satisfaction",
                ]
                try connection.copy(
                    into: "rate_sums", columns: columns,
                    rows: (0..<24_000).map { number -> [SQLValue] in
                        let dimension = ["area", "class", "organisation"][number / 24 % 3]
                        let names: [SQLValue] = [.integer(Int64(202_601 + number % 24)), .text(dimension), .text("m\(number / 72)"), .integer(0)]
                        return names + [SQLValue](repeating: .integer(1), count: 9)
                    })
                try connection.execute("analyze")
                return try connection.explain(Rates.query(of: .area, in: 202_601...202_602, by: "is_adjustment"))
            }
            let text = plan.joined(separator: "\n")
            #expect(!text.contains("Seq Scan") && !text.contains("SCAN rate_sums"), "\(text)")
            let isFoundByKey = text.contains("SEARCH rate_sums USING PRIMARY KEY (period=? AND dimension=?)")
            let isFoundInRange = text.contains("(period <= '202602'::bigint) AND (dimension = 'area'::text)")
            #expect(kind == .sqlite ? isFoundByKey : isFoundInRange || text.contains("period = months.period"), "\(text)")
        }
    }

    @Test(arguments: StoreKind.allCases)
    func dueClocksKeysAndLookupsAreFoundByIndex(_ kind: StoreKind) async throws {
        try await Self.filled(kind) { store async throws in
            let plans = try await store.read { connection in
                let entry = DueClocks.Entry(caseID: CaseID(5), number: 1, due: Instant(milliseconds: 5))
                let time = Instant(milliseconds: 15_000)
                return [
                    (try connection.explain(DueClocks.query(by: time, most: 200)), "due_clocks_by_due"),
                    (try connection.explain(DueClocks.query(by: time, after: entry, most: 200)), "due_clocks_by_due"),
                    (try connection.explain("select id from cases where reporter = 7 order by id desc limit 50"), "cases_of_reporter"),
                    (try connection.explain("select id from cases where outside_number = 'o7' order by id limit 1"), "cases_by_outside_number"),
                    (try connection.explain("select id from cases where is_open = 1 and cell in (1, 2, 3)"), "cases_near"),
                ]
            }
            for (plan, index) in plans { Self.expect(plan, uses: index, isSorted: index.hasPrefix("due")) }
        }
    }
}

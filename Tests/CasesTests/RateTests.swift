import Accounts
import Cases
import City
import Ground
import Store
import StoreTestSupport
import Testing
import Workflows

/// The three rates, raw and adjusted.
@Suite struct RateTests {
    private static func rates(_ town: Town, of dimension: RateBook.Dimension, in period: Rates.Period = 202_601...202_612) async throws -> [String: Rates] {
        try await town.store.read { try Rates.byMember(of: dimension, in: period, on: $0) }
    }

    /// Worked out by hand: one satisfied, one reopened after a bad rating and not rated again, one unrated, one rejected.
    @Test(arguments: StoreKind.allCases)
    func theFiguresOfASmallMonth(_ kind: StoreKind) async throws {
        try await Town.with(kind) { town async throws in
            _ = try await town.rated(5)
            _ = try await town.rated(3)
            _ = try await town.rated(1)
            let unrated = try await town.verified()
            let rejected = try await town.report()
            try await town.perform(by: "street", on: rejected.caseID) { Reject($0, reason: "不受理") }
            town.clock.advance(hours: 24 * 7)
            _ = try await town.office.fireDueClocks()
            #expect(try await town.file(unrated.caseID).stateName == "unrated")
            let street = try #require(try await Self.rates(town, of: .area)["530102001"]?.raw)
            #expect(street.reported == 5)
            #expect(street.ended == 3)
            #expect(street.unrated == 1)
            #expect(street.onTime == 3)
            #expect((street.callsDue, street.callsAnswered) == (4, 4))
            #expect((street.rated, street.solved, street.satisfaction) == (3, 2, 180))
            #expect(street.response == 1)
            #expect(street.resolution == 2.0 / 3)
            #expect(street.contentment == 0.6)
            let department = try #require(try await Self.rates(town, of: .organisation)["urban-management-530102"]?.raw)
            #expect((department.reported, department.rated, department.callsDue) == (4, 3, 4))
            let light = try #require(try await Self.rates(town, of: .requestClass)["street-light"]?.raw)
            #expect(light.reported == 4)
            let city = try await town.store.read { try Rates.city(in: 202_603...202_603, on: $0) }
            #expect(city.raw == street)
            #expect(city.adjusted == street)
            let weights = town.city.settings.rates
            let value = try #require(
                street.weighted(response: weights.response, resolution: weights.resolution, satisfaction: weights.satisfaction))
            #expect(abs(value - (10 + 45 * 2.0 / 3 + 45 * 0.6) / 100) < 1e-12)
            #expect(try await town.faults() == [])
        }
    }

    /// Sums written by hand: of months that are asked for, of one dimension, the largest members first, page by page.
    @Test(arguments: StoreKind.allCases)
    func theLargestMembersComeFirst(_ kind: StoreKind) async throws {
        try await TestStores.with(kind, migrations: Town.migrations) { store async throws in
            let columns: [StaticString] = [
                "period", "dimension", "member", "is_adjustment", "reported", "ended", "unrated", "on_time", "calls_due", "calls_answered",
                "rated", "solved", "satisfaction",
            ]
            func sums(_ period: Int, _ dimension: String, _ member: String, _ reported: Int, isAdjustment: Bool = false) -> [SQLValue] {
                [period.sqlValue, dimension.sqlValue, member.sqlValue, isAdjustment.sqlValue]
                    + (0..<9).map { (reported * 10 + $0).sqlValue }
            }
            let rows = [
                sums(202_512, "organisation", "a", 900), sums(202_601, "organisation", "a", 1), sums(202_603, "organisation", "a", 4),
                sums(202_601, "organisation", "b", 7), sums(202_603, "organisation", "b", 2, isAdjustment: true),
                sums(202_603, "organisation", "c", 5), sums(202_604, "organisation", "d", 6), sums(202_605, "organisation", "d", 900),
                sums(202_603, "area", "a", 11), sums(202_604, "area", "e", 12), sums(202_603, "area", "e", 3, isAdjustment: true),
            ]
            try await store.write { _ = try $0.copy(into: "rate_sums", columns: columns, rows: rows) }
            let period = 202_601...202_604
            try await store.read { connection in
                let all = try Rates.byMember(of: .organisation, in: period, on: connection)
                #expect(all.mapValues(\.raw.reported) == ["a": 50, "b": 70, "c": 50, "d": 60])
                #expect(all.filter { $0.value.excluded.reported != 0 }.mapValues(\.excluded.reported) == ["b": 20])
                #expect(all["a"]?.raw.satisfaction == 18 + 48)
                #expect(try Rates.byMember(of: .organisation, in: period, among: ["b", "x"], on: connection) == all.filter { $0.key == "b" })
                let order = ["b", "d", "a", "c"]
                for first in 0...5 {
                    let page = try Rates.largest(of: .organisation, in: period, after: first, most: 2, on: connection)
                    #expect(page.map(\.member) == Array(order.dropFirst(first).prefix(2)))
                    for (member, rates) in page { #expect(rates == all[member]) }
                }
                let city = try Rates.city(in: period, on: connection)
                #expect((city.raw.reported, city.excluded.reported, city.raw.satisfaction) == (230, 30, 118 + 128))
                #expect(try Rates.city(in: 202_701...202_712, on: connection) == Rates())
                #expect(try Rates.largest(of: .organisation, in: 202_701...202_712, most: 9, on: connection).isEmpty)
            }
        }
    }

    @Test(arguments: StoreKind.allCases)
    func aCaseCountsInTheMonthOfItsReportByTheCitysClock(_ kind: StoreKind) async throws {
        try await Town.with(kind) { town async throws in
            town.clock.set("2026-03-31T23:59+08:00")
            try await town.report()
            town.clock.set("2026-04-01T00:00+08:00")
            let april = try await town.report()
            town.clock.set("2026-06-01T09:00+08:00")
            try await town.perform(by: "street", on: april.caseID) { Reject($0, reason: "不受理") }
            for (period, count) in [(202_603...202_603, 1), (202_604...202_604, 1), (202_603...202_604, 2), (202_605...202_612, 0)] {
                let rates = try await town.store.read { try Rates.city(in: period, on: $0) }
                #expect(rates.raw.reported == count, "\(period)")
            }
        }
    }

    /// A department that does not report in in time has not answered; one that declines in time owes no answer.
    @Test(arguments: StoreKind.allCases)
    func lateAndDeclinedCalls(_ kind: StoreKind) async throws {
        try await Town.with(kind) { town async throws in
            let id = try await town.triaged().caseID
            try await town.perform(by: "street", on: id) { Whistle($0, organisations: ["water-company", "urban-management-530102"], lead: "water-company") }
            try await town.perform(by: "urban", on: id, order: 2) { Decline($0, reason: "不归我管") }
            town.clock.advance(hours: 8)
            _ = try await town.office.fireDueClocks()
            try await town.perform(by: "water", on: id, order: 1) { ReportIn($0) }
            let rates = try await Self.rates(town, of: .organisation)
            #expect(rates["water-company"]?.raw.callsDue == 1)
            #expect(rates["water-company"]?.raw.callsAnswered == 0)
            #expect(rates["water-company"]?.raw.response == 0)
            #expect((rates["urban-management-530102"]?.raw ?? RateVector()) == RateVector())
            #expect(rates["water-company"]?.raw.resolution == nil)
        }
    }

    /// After a reopening another department does the work: the resident's next word is about that one.
    @Test(arguments: StoreKind.allCases)
    func theSecondRoundBelongsToWhoWorkedInIt(_ kind: StoreKind) async throws {
        try await Town.with(kind) { town async throws in
            let report = try await town.rated(1)
            let id = report.caseID
            try await town.perform(by: "street", on: id) { Dispatch($0, organisation: "housing-construction-530102") }
            try await town.perform(by: "housing", on: id, order: 2) { ReportIn($0) }
            // The bad word was about the first department until there is a new one.
            let meanwhile = try await Self.rates(town, of: .organisation)
            #expect(meanwhile["housing-construction-530102"]?.raw.reported == 1)
            #expect(meanwhile["housing-construction-530102"]?.raw.rated == 0)
            #expect(meanwhile["urban-management-530102"]?.raw.rated == 1)
            try await town.perform(by: "housing", on: id, order: 2) { Handle($0, text: "重修", photos: [Town.photo]) }
            try await town.perform(by: "verifier", on: id) { Verify($0, text: "复核") }
            try await town.perform(by: .tracking(report.tracking), on: id) { Rate($0, rating: 5) }
            let rates = try await Self.rates(town, of: .organisation)
            #expect(rates["housing-construction-530102"]?.raw.solved == 1)
            #expect(rates["urban-management-530102"]?.raw.rated == 0)
            #expect(try await town.faults() == [])
        }
    }

    // MARK: Exclusions

    private static func propose(_ id: CaseID, by account: Account, reason: String = "恶意重复投诉", in town: Town) async throws {
        let time = town.clock.now
        try await town.store.write { try town.office.proposeExclusion(of: id, reason: reason, by: account, at: time, on: $0) }
    }

    private static func review(_ id: CaseID, accept: Bool = true, by account: Account, in town: Town) async throws {
        let time = town.clock.now
        try await town.store.write { try town.office.reviewExclusion(of: id, accept: accept, by: account, at: time, on: $0) }
    }

    private static func code(_ body: () async throws -> Void) async throws -> CaseRefusal.Code? {
        do {
            try await body()
            return nil
        } catch let refusal as CaseRefusal {
            #expect(!refusal.message.zh.isEmpty && !refusal.message.en.isEmpty)
            return refusal.code
        }
    }

    @Test(arguments: StoreKind.allCases)
    func twoPersonsTakeACaseOutOfTheAdjustedRates(_ kind: StoreKind) async throws {
        try await Town.with(kind, city: TestTown.withExclusions) { town async throws in
            let bad = try await town.rated(1)
            _ = try await town.rated(5)
            let (street, county, city) = (town.account("street"), town.account("county"), town.account("city"))
            #expect(try await Self.code { try await Self.propose(bad.caseID, by: town.account("urban"), in: town) } == .workflow(.notPermitted))
            #expect(try await Self.code { try await Self.propose(bad.caseID, by: town.account("street-panlong"), in: town) } == .workflow(.notPermitted))
            #expect(try await Self.code { try await Self.propose(bad.caseID, by: street, reason: " ", in: town) } == .invalid(field: "reason"))
            #expect(try await Self.code { try await Self.propose(bad.caseID, by: street, reason: "a\u{0}", in: town) } == nil)
            #expect(try await Self.code { try await Self.propose(bad.caseID, by: county, in: town) } == .invalid(field: "case"))
            #expect(try await Self.code { try await Self.review(bad.caseID, by: street, in: town) } == .workflow(.notPermitted))
            #expect(try await Self.code { try await Self.review(bad.caseID, by: town.account("county-panlong"), in: town) } == .workflow(.notPermitted))
            #expect(try await Self.code { try await Self.review(CaseID(4), by: county, in: town) } == .unknownCase)
            let before = try await Self.rates(town, of: .area)["530102001"]
            #expect(before?.adjusted == before?.raw)
            #expect(try await Self.code { try await Self.review(bad.caseID, by: county, in: town) } == nil)
            #expect(try await Self.code { try await Self.review(bad.caseID, by: city, in: town) } == .invalid(field: "case"))
            let after = try #require(try await Self.rates(town, of: .area)["530102001"])
            #expect(after.raw == before?.raw)
            #expect((after.adjusted.reported, after.adjusted.rated, after.adjusted.solved) == (1, 1, 1))
            #expect(after.adjusted.resolution == 1)
            #expect(after.raw.resolution == 0.5)
            let view = try await town.view(bad.caseID)
            #expect(view.exclusion?.isAccepted == true)
            #expect(view.exclusion?.proposedBy == street.id)
            #expect(view.exclusion?.reviewedBy == county.id)
            #expect(try await town.faults() == [])
            // What happens to the case later stays out as well, in whatever department, class and area.
            try await town.perform(by: "street", on: bad.caseID) { Dispatch($0, organisation: "housing-construction-530102") }
            try await town.perform(by: "street", on: bad.caseID) { Triage($0, requestClass: "waste", text: "改类") }
            let later = try #require(try await Self.rates(town, of: .area)["530102001"])
            #expect(later.adjusted.reported == 1)
            #expect(try await town.faults() == [])
        }
    }

    /// The one who proposed never reviews, not even with both posts.
    @Test(arguments: StoreKind.allCases)
    func nobodyReviewsTheirOwnProposal(_ kind: StoreKind) async throws {
        try await Town.with(kind, city: TestTown.withExclusions) { town async throws in
            let id = try await town.report().caseID
            let county = town.account("county")
            try await Self.propose(id, by: county, in: town)
            #expect(try await Self.code { try await Self.review(id, by: county, in: town) } == .workflow(.partsMustDiffer))
            #expect(try await Self.code { try await Self.review(id, accept: false, by: town.account("city"), in: town) } == nil)
            let rates = try await town.store.read { try Rates.city(in: 202_601...202_612, on: $0) }
            #expect(rates.adjusted == rates.raw)
            #expect(try await town.view(id).exclusion?.isAccepted == false)
            #expect(try await town.faults() == [])
        }
    }

    /// The log knows who took what out of the rates: a row changed by hand does not pass.
    @Test(arguments: StoreKind.allCases)
    func exclusionsStandInTheLog(_ kind: StoreKind) async throws {
        try await Town.with(kind, city: TestTown.withExclusions) { town async throws in
            let id = try await town.report().caseID
            try await Self.propose(id, by: town.account("street"), in: town)
            try await Self.review(id, by: town.account("county"), in: town)
            #expect(try await town.faults() == [])
            let other = try await town.report().caseID
            try await town.store.write { _ = try $0.execute("update cases set excluded = 1 where id = \(other.rawValue)") }
            #expect(try await town.faults() != [])
        }
    }
}

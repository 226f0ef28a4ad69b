import Accounts
import Cases
import City
import Ground
import Rehearsal
import Store
import StoreTestSupport
import Testing

/// The invented month.
@Suite struct DemonstrationTests {
    /// 2026-11-20T10:00+08:00
    private static let end = Instant(milliseconds: 1_795_140_000_000)

    private func month(_ cases: Int, seed: UInt64, on kind: StoreKind) async throws -> (cases: [String], ReplayOutcome, marks: [Int]) {
        try await RehearsalTown.with("kunming", on: kind) { town in
            let outcome = try await Demonstration(
                office: town.office, ids: town.office.ids, seed: seed, until: Self.end,
                photos: [RehearsalTown.photo, RehearsalTown.photo]
            ).run(cases: cases)
            let marks = try await town.office.store.read { connection in
                let questions: [SQL] = [
                    "select count(*) from cases where is_open = 1", "select count(*) from cases where ended = 'resolved'",
                    "select count(*) from cases where ended = 'unrated'", "select count(*) from cases where reopened > 0",
                    "select count(*) from cases where overdue > 0", "select count(*) from work_orders where is_lead = 1",
                    "select count(*) from work_orders where progress = 'declined'",
                ]
                return try questions.map { question in try connection.row(question) { try $0.int(0) } ?? 0 }
            }
            return (try await town.cases(), outcome, marks)
        }
    }

    @Test func theSameSeedMakesTheSameMonthOnBothDatabases() async throws {
        let embedded = try await month(150, seed: 7, on: .sqlite)
        #expect(embedded.cases.count == 150)
        #expect(embedded.1.refusals == [:])
        let server = try await month(150, seed: 7, on: .postgresql)
        #expect(server.cases == embedded.cases)
        #expect(server.1 == embedded.1)
        let other = try await month(150, seed: 8, on: .sqlite)
        #expect(other.cases != embedded.cases)
    }

    /// Everything that can happen does: open, resolved, unrated, reopened and late cases, whistles with a lead, declines.
    @Test func theMonthHasAllOfIt() async throws {
        let month = try await month(400, seed: 7, on: .sqlite)
        #expect(month.marks.allSatisfy { $0 > 0 }, "\(month.marks)")
        #expect(month.marks[0] < 200)
    }

    @Test func accountsCanSignInOnce() async throws {
        try await RehearsalTown.with("kunming", on: .sqlite) { town in
            let accounts = try await DemonstrationAccounts.add(
                to: town.office.city, password: "long enough for a test", ids: town.office.ids, at: Self.end, in: town.office.store)
            #expect(accounts.count >= 10)
            #expect(Set(accounts.map(\.login)).count == accounts.count)
        }
    }
}

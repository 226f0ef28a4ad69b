internal import Accounts
package import Cases
internal import City
internal import Ground
package import Store
internal import Workflows
internal import WorkingTime

/// A believable month of an invented city's work: sixteen days around the May holiday and fifteen around the October one, so
/// that clocks can be seen to rest. Persons and cases are invented from a seed; the same seed gives the same month.
package struct Demonstration: Sendable {
    package let office: CaseOffice
    package let ids: IDMaker
    package let seed: UInt64
    package let year: Int
    /// Hashes of stored pictures, for actions that demand some.
    package let photos: [String]

    package init(office: CaseOffice, ids: IDMaker, seed: UInt64, year: Int = 2026, photos: [String]) {
        self.office = office
        self.ids = ids
        self.seed = seed
        self.year = year
        self.photos = photos
    }

    /// Plays the month.
    /// - Parameters:
    ///   - cases: how many demands are reported.
    ///   - progress: called with the share of demands that have been reported, 0 to 1.
    package func run(
        cases: Int, progress: @escaping @Sendable (Double) -> Void = { _ in }
    ) async throws -> ReplayOutcome {
        let stage = Stage(try simulation(cases: cases), total: cases)
        var done = false
        while !done {
            done = try await office.store.write { try stage.run(most: 400, on: $0) }
            progress(stage.share)
        }
        return stage.outcome
    }

    private func simulation(cases: Int) throws -> Simulation {
        let cast = Cast(city: office.city, ids: ids, passwordHash: "none")
        var simulation = Simulation(office: office, cast: cast, seed: seed)
        var random = SeededRandom(seed: seed &+ 1)
        let script = Script(office: office, photos: photos)
        for number in 0..<cases {
            let time = reportingTime(&random)
            let detail = random.next()
            simulation.plan(at: time) { simulation, time, connection in
                try script.report(number, detail: detail, &simulation, time, connection)
            }
        }
        return simulation
    }

    /// Most report by day, some at night; holidays are days too.
    private func reportingTime(_ random: inout SeededRandom) -> Instant {
        let spring = CivilDate(year: year, month: 4, day: 22) ?? CivilDate(daysSinceEpoch: 0)
        let autumn = CivilDate(year: year, month: 9, day: 21) ?? CivilDate(daysSinceEpoch: 0)
        let day = random.below(31)
        let date =
            day < 16
            ? CivilDate(daysSinceEpoch: spring.daysSinceEpoch + day)
            : CivilDate(daysSinceEpoch: autumn.daysSinceEpoch + day - 16)
        // The sum of two uniform draws: a hump around the early afternoon.
        let hour = 6 + (random.unit() + random.unit()) * 8.5
        let noon = Instant(date, hour: 12)
        let offset = office.city.calendar.offsetSeconds(at: noon)
        return Instant(date, offsetSeconds: offset).advanced(milliseconds: Int64(hour * 3_600_000))
    }
}

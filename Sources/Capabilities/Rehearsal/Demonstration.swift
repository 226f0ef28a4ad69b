internal import Accounts
package import Cases
internal import City
package import Ground
package import Store
internal import Workflows
internal import WorkingTime

/// A believable month of an invented city's work: two weeks over the May holiday and two over the October one, so that clocks can be
/// seen to rest, and the last six days before `until`, whose cases are still under way. Persons and cases are invented from a seed;
/// the same seed and the same end give the same month.
package struct Demonstration: Sendable {
    package let office: CaseOffice
    package let ids: IDMaker
    package let seed: UInt64
    /// Where the month ends: what would happen later is left open.
    package let until: Instant
    /// Hashes of stored pictures, for actions that demand some.
    package let photos: [String]

    package init(office: CaseOffice, ids: IDMaker, seed: UInt64, until: Instant, photos: [String]) {
        self.office = office
        self.ids = ids
        self.seed = seed
        self.until = until
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
        progress(1)
        try await office.store.write { try stage.finish(at: until, on: $0) }
        return stage.outcome
    }

    private func simulation(cases: Int) throws -> Simulation {
        let cast = Cast(city: office.city, ids: ids, passwordHash: "none")
        var simulation = Simulation(office: office, cast: cast, seed: seed, end: until)
        let waves = self.waves
        var random = SeededRandom(seed: seed &+ 1)
        let script = Script(office: office, photos: photos)
        for number in 0..<cases {
            let time = reportingTime(in: waves, &random)
            let detail = random.next()
            simulation.plan(at: time) { simulation, time, connection in
                try script.report(number, detail: detail, &simulation, time, connection)
            }
        }
        return simulation
    }

    /// The days on which people report, holidays around the end's own year first.
    private var waves: [Range<Int>] {
        let local = until.advanced(milliseconds: Int64(office.city.calendar.offsetSeconds(at: until)) * 1000)
        let last = Int(local.milliseconds / 86_400_000)
        let year = CivilDate(daysSinceEpoch: last).year
        let holidays = [(4, 22), (9, 21)].compactMap { month, day in
            // The latest one that is over.
            [year, year - 1].lazy.compactMap { CivilDate(year: $0, month: month, day: day)?.daysSinceEpoch }.first { $0 + 22 <= last }
        }
        return holidays.map { $0..<($0 + 16) } + [(last - 6)..<last]
    }

    /// Most report by day, some at night; holidays are days too.
    private func reportingTime(in waves: [Range<Int>], _ random: inout SeededRandom) -> Instant {
        // Two of five in each holiday, one of five in the last days.
        let wave = waves[min(random.below(5) / 2, waves.count - 1)]
        let date = CivilDate(daysSinceEpoch: wave.lowerBound + random.below(wave.count))
        // The sum of two uniform draws: a hump around the early afternoon.
        let hour = 6 + (random.unit() + random.unit()) * 8.5
        let noon = Instant(date, hour: 12)
        let offset = office.city.calendar.offsetSeconds(at: noon)
        return Instant(date, offsetSeconds: offset).advanced(milliseconds: Int64(hour * 3_600_000))
    }
}

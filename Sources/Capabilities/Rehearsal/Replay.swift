internal import Accounts
package import Cases
internal import City
internal import Ground
package import Store
internal import Workflows

/// Real requests of a city, played again through the whole loop on a simulated clock: reported at their time and place,
/// triaged, dispatched by the city's rules, reported in, and handled, verified, rated and closed at their real time. Clocks
/// run out in between as they would have.
package struct Replay: Sendable {
    package let office: CaseOffice
    package let ids: IDMaker
    /// The words of the resident are in no file: ratings are drawn from this seed, and are marked as invented where they show.
    package let seed: UInt64

    package init(office: CaseOffice, ids: IDMaker, seed: UInt64 = 7) {
        self.office = office
        self.ids = ids
        self.seed = seed
    }

    /// Between the report, the triage and the dispatch; the files do not tell.
    private static let deskMilliseconds: Int64 = 5 * 60_000
    /// From the call to the report-in.
    private static let reportInMilliseconds: Int64 = 30 * 60_000

    /// Plays the requests.
    /// - Parameter progress: called with the share done, 0 to 1.
    package func run(
        _ requests: [OpenRequest], progress: @escaping @Sendable (Double) -> Void = { _ in }
    ) async throws -> ReplayOutcome {
        let stage = Stage(simulation(of: requests), total: requests.count)
        var done = false
        while !done {
            done = try await office.store.write { connection in
                try stage.run(most: 400, on: connection)
            }
            progress(stage.share)
        }
        let end = requests.map { max($0.requested, $0.updated) }.max() ?? Instant(milliseconds: 0)
        try await office.store.write { try stage.finish(at: end, on: $0) }
        return stage.outcome
    }

    private func simulation(of requests: [OpenRequest]) -> Simulation {
        let cast = Cast(city: office.city, ids: ids, passwordHash: "none")
        var simulation = Simulation(office: office, cast: cast, seed: seed)
        let ordered = requests.sorted { ($0.requested, $0.id) < ($1.requested, $1.id) }
        for request in ordered { simulation.plan(at: request.requested) { try play(request, &$0, $1, $2) } }
        return simulation
    }

    private func play(
        _ request: OpenRequest, _ simulation: inout Simulation, _ time: Instant, _ connection: any Connection
    ) throws {
        let requestClass = office.city.classes.class(outside: request.classCode)
        let id = try simulation.report(
            ReportDemand(
                key: "open311-\(request.id)", text: request.className, requestClass: requestClass?.code,
                position: request.position, address: request.address, channel: .system, outsideNumber: request.id),
            at: time, on: connection)
        let closing = request.isClosed ? request.updated : nil
        func moment(_ milliseconds: Int64) -> Instant {
            min(request.requested.advanced(milliseconds: milliseconds), closing ?? Instant(milliseconds: .max))
        }
        simulation.plan(at: moment(Replay.deskMilliseconds)) { simulation, time, connection in
            try triage(id, &simulation, time, connection)
            try dispatch(id, &simulation, time, connection)
        }
        simulation.plan(at: moment(Replay.deskMilliseconds + Replay.reportInMilliseconds)) { simulation, time, connection in
            for order in try office.load(id, on: connection).state.orders where order.progress == .called {
                try simulation.take(.reportIn, on: id, order: order.number, at: time, connection: connection)
            }
        }
        guard let closing else { return }
        simulation.plan(at: closing) { try close(id, &$0, $1, $2) }
    }

    private func triage(
        _ id: CaseID, _ simulation: inout Simulation, _ time: Instant, _ connection: any Connection
    ) throws {
        let state = try office.load(id, on: connection).state
        let area = state.area ?? office.city.territory.roots.first?.rawValue
        try simulation.take(
            .triage, on: id, given: Given(requestClass: state.requestClass, area: area), at: time, connection: connection)
    }

    private func dispatch(
        _ id: CaseID, _ simulation: inout Simulation, _ time: Instant, _ connection: any Connection
    ) throws {
        let state = try office.load(id, on: connection).state
        guard let code = state.requestClass, let area = state.area,
            let route = office.city.routing.route(class: ClassCode(code), area: AreaCode(area))
        else { return }
        let all = ([route.organisation] + route.supporting).map(\.rawValue)
        let words = "According to the city's rules: \(route.reason.en)"
        if all.count > 1 {
            try simulation.take(
                .whistle, on: id, given: Given(text: words, organisations: all, lead: all[0]), at: time,
                connection: connection)
        } else {
            try simulation.take(
                .dispatch, on: id, given: Given(text: words, organisations: all), at: time, connection: connection)
        }
    }

    private func close(
        _ id: CaseID, _ simulation: inout Simulation, _ time: Instant, _ connection: any Connection
    ) throws {
        for order in try office.load(id, on: connection).state.orders where order.progress == .working {
            try simulation.take(
                .handle, on: id, order: order.number, given: Given(text: "Closed in the city's own record."), at: time,
                connection: connection)
        }
        try simulation.take(
            .verify, on: id, given: Given(text: "Closed in the city's own record."), at: time, connection: connection)
        let rating = 3 + simulation.random.below(3)
        try simulation.take(
            .rate, on: id, given: Given(text: "Invented rating.", rating: rating), at: time, connection: connection)
    }
}

/// What happened while playing.
package struct ReplayOutcome: Sendable, Hashable {
    package var commands: Int
    package var clocksFired: Int
    /// Commands that were refused, with how often; none is expected.
    package var refusals: [String: Int]
}

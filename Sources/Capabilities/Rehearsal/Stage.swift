internal import Ground
internal import Store

/// Carries a simulation from one transaction to the next; only one transaction at a time holds it.
final class Stage: @unchecked Sendable {
    private var simulation: Simulation
    private let total: Int

    /// - Parameter total: how many things were planned at first; for the share done.
    init(_ simulation: Simulation, total: Int) {
        self.simulation = simulation
        self.total = total
    }

    var share: Double { total == 0 ? 1 : min(1, max(0, 1 - Double(simulation.waiting) / Double(total))) }

    var outcome: ReplayOutcome {
        ReplayOutcome(commands: simulation.commands, clocksFired: simulation.clocksFired, refusals: simulation.refusals)
    }

    /// - Returns: whether nothing is left.
    func run(most: Int, on connection: any Connection) throws -> Bool {
        // A transaction that is undone and run again must find the queue as it was.
        var copy = simulation
        try copy.run(most: most, on: connection)
        simulation = copy
        return copy.isFinished
    }

    func finish(at time: Instant, on connection: any Connection) throws {
        try simulation.fireClocks(until: time, on: connection)
    }
}

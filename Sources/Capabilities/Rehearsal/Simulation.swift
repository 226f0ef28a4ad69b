internal import Accounts
internal import Cases
internal import City
internal import Ground
internal import Store
internal import Workflows

/// A clock of its own and a queue of things to happen, in the order of their moments. Between two of them the clocks of the
/// cases run out as they would on a server.
struct Simulation {
    struct Step {
        var at: Instant
        var sequence: Int
        var work: (inout Simulation, Instant, any Connection) throws -> Void

        func precedes(_ other: Step) -> Bool { (at, sequence) < (other.at, other.sequence) }
    }

    let office: CaseOffice
    var cast: Cast
    var random: SeededRandom
    private(set) var clocksFired = 0
    private(set) var commands = 0
    private(set) var refusals: [String: Int] = [:]
    private var heap: [Step] = []
    private var sequence = 0

    /// What is planned for later does not happen any more.
    private let end: Instant

    init(office: CaseOffice, cast: Cast, seed: UInt64, end: Instant = Instant(milliseconds: .max)) {
        self.office = office
        self.cast = cast
        self.end = end
        random = SeededRandom(seed: seed)
    }

    var isFinished: Bool { heap.first.map { $0.at > end } ?? true }
    var waiting: Int { heap.count }

    mutating func plan(at time: Instant, _ work: @escaping (inout Simulation, Instant, any Connection) throws -> Void) {
        sequence += 1
        heap.append(Step(at: time, sequence: sequence, work: work))
        var child = heap.count - 1
        while child > 0, heap[child].precedes(heap[(child - 1) / 2]) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    private mutating func takeFirst() -> Step? {
        guard let first = heap.first, let last = heap.popLast() else { return nil }
        guard !heap.isEmpty else { return first }
        heap[0] = last
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && heap[child].precedes(heap[least]) {
                least = child
            }
            if least == parent { return first }
            heap.swapAt(parent, least)
            parent = least
        }
    }

    /// Lets up to so many planned things happen.
    mutating func run(most: Int, on connection: any Connection) throws {
        for _ in 0..<most {
            guard !isFinished, let step = takeFirst() else { return }
            try fireClocks(until: step.at, on: connection)
            do {
                try step.work(&self, step.at, connection)
            } catch let refusal as CaseRefusal {
                refusals["\(refusal.code): \(refusal.message.en)", default: 0] += 1
            }
        }
    }

    /// Lets every clock run out that is due by a moment, each at its own.
    mutating func fireClocks(until time: Instant, on connection: any Connection) throws {
        while let due = try DueClocks.next(on: connection), due <= time {
            let (_, fired) = try office.fireDueClocks(by: due, most: 100, on: connection)
            clocksFired += fired
        }
    }

    // MARK: Steps

    mutating func report(_ command: ReportDemand, at time: Instant, on connection: any Connection) throws -> CaseID {
        commands += 1
        return try office.report(command, by: .anybody, at: time, on: connection).caseID
    }

    /// Somebody who may takes an action of that meaning on a case; nothing where the case offers none now.
    @discardableResult
    mutating func take(
        _ verb: Verb, on id: CaseID, order: Int? = nil, given: Given = Given(), at time: Instant,
        connection: any Connection
    ) throws -> Bool {
        let file = try office.load(id, on: connection)
        let state = file.stateName
        guard let action = file.workflow.actions.first(where: { $0.verb == verb && $0.from.contains(state) }) else {
            return false
        }
        let workOrder = order.flatMap { number in file.state.orders.first { $0.number == number } }
        let who = try cast.requester(for: action, order: workOrder, on: file, at: time, connection: connection)
        guard let who else { return false }
        commands += 1
        let target = Target(id, order: order, seen: file.revision, key: "rehearsal-\(id.rawValue)-\(file.revision)")
        _ = try office.perform(
            TakeAction(action.name, on: target, given: given), by: who, at: time, on: connection)
        return true
    }
}

internal import Ground

/// Something that a bind computes.
struct FormComputation: Sendable {
    enum Kind: Sendable {
        case calculate, relevant, required, readonly
    }

    var kind: Kind
    var field: Int
    var code: XPathCode
    var source: String
    /// Sorted, each once.
    var dependencies: [XPathDependency]
    var usesLanguage: Bool
    var place: Place
}

/// What a change of a field makes stale.
struct FormTrigger: Sendable {
    var computation: Int
    /// The depth of the ancestor that the changed node and the computed ones share.
    var anchor: Int
    /// Down from there to the computed field.
    var way: [Int32]
}

/// All computations of a form in an order in which none needs a later one.
struct DependencyGraph: Sendable {
    struct Fault {
        var message: String
        var place: Place
        var advice: String
    }

    var computations: [FormComputation] = []
    /// Per field.
    private(set) var triggers: [[FormTrigger]] = []

    /// Sorts the computations and builds the triggers; a cycle is a fault.
    mutating func order(_ fields: [FormField]) -> Fault? {
        let before = predecessors(fields)
        // 0 not visited, 1 open, 2 done.
        var state = [UInt8](repeating: 0, count: computations.count)
        var sorted: [Int] = []
        for start in computations.indices where state[start] == 0 {
            var stack: [(node: Int, next: Int)] = [(start, 0)]
            state[start] = 1
            while let (node, next) = stack.last {
                guard next < before[node].count else {
                    state[node] = 2
                    sorted.append(node)
                    stack.removeLast()
                    continue
                }
                stack[stack.count - 1].next += 1
                let other = before[node][next]
                if state[other] == 1 { return cycle(stack.map(\.node), back: other, fields) }
                guard state[other] == 0 else { continue }
                state[other] = 1
                stack.append((other, 0))
            }
        }
        computations = sorted.map { computations[$0] }
        buildTriggers(fields)
        return nil
    }

    private func cycle(_ stack: [Int], back: Int, _ fields: [FormField]) -> Fault {
        let nodes = (stack.firstIndex(of: back).map { stack[$0...] } ?? stack[...]) + [back]
        let words = nodes.prefix(12).map { "\(computations[$0].kind) of \(fields[computations[$0].field].path)" }
        let message =
            nodes.count == 2
            ? "the \(words[0]) needs its own result: “\(computations[back].source.prefix(200))”"
            : "these need each other: \(words.joined(separator: " ← "))"
        return Fault(message: message, place: computations[back].place, advice: "a value cannot be computed from itself; break the circle")
    }

    /// Per computation those whose results it reads: the value of a field, and whether the field and all around it are relevant.
    private func predecessors(_ fields: [FormField]) -> [[Int]] {
        var calculating = [Int](repeating: -1, count: fields.count)
        var deciding = calculating
        for (index, computation) in computations.enumerated() {
            switch computation.kind {
            case .calculate: calculating[computation.field] = index
            case .relevant: deciding[computation.field] = index
            default: break
            }
        }
        return computations.map { computation in
            var result: [Int] = []
            for dependency in computation.dependencies {
                if calculating[dependency.field] >= 0 { result.append(calculating[dependency.field]) }
                var at: Int? = dependency.field
                while let field = at {
                    if deciding[field] >= 0 { result.append(deciding[field]) }
                    at = fields[field].parent
                }
            }
            return result
        }
    }

    private mutating func buildTriggers(_ fields: [FormField]) {
        triggers = [[FormTrigger]](repeating: [], count: fields.count)
        for (index, computation) in computations.enumerated() {
            for dependency in computation.dependencies {
                let anchor = min(dependency.anchor, fields[computation.field].depth, fields[dependency.field].depth)
                var way: [Int32] = []
                var at = computation.field
                while fields[at].depth > anchor, let parent = fields[at].parent {
                    way.append(Int32(fields[at].slot))
                    at = parent
                }
                triggers[dependency.field].append(FormTrigger(computation: index, anchor: anchor, way: way.reversed()))
            }
        }
        for field in triggers.indices { triggers[field].sort { $0.computation < $1.computation } }
    }
}

/// Evaluation of expressions on the instances of a session.
extension FormSession {
    /// The value of an expression at a place.
    mutating func evaluate(_ code: XPathCode, _ scope: XPathScope) throws(XPathFault) -> XPathValue {
        switch code {
        case .constant(let value): return value
        case .field(let path): return try value(at: path, scope)
        case .nodes, .indexedRepeat, .union: return try single(try nodes(code, scope))
        case .call(let function, let arguments): return try call(function, arguments, scope)
        case .matches(let text, let pattern): return .boolean(try pattern.matches(try self.text(text, scope)))
        case .choiceName(let value, let field): return .text(try choiceName(of: try text(value, scope), field: field, scope))
        case .or(let all):
            for code in all where try truth(code, scope) { return .boolean(true) }
            return .boolean(false)
        case .and(let all):
            for code in all where try !truth(code, scope) { return .boolean(false) }
            return .boolean(true)
        case .negate(let inner): return .number(-(try number(inner, scope)))
        case .chain(let first, let links):
            var result = try evaluate(first, scope)
            for link in links { result = combine(result, link.operation, try evaluate(link.right, scope)) }
            return result
        }
    }

    mutating func truth(_ code: XPathCode, _ scope: XPathScope) throws(XPathFault) -> Bool { try evaluate(code, scope).truth }

    mutating func number(_ code: XPathCode, _ scope: XPathScope) throws(XPathFault) -> Double {
        try evaluate(code, scope).number(offsetSeconds: offsetSeconds)
    }

    mutating func text(_ code: XPathCode, _ scope: XPathScope) throws(XPathFault) -> String {
        try evaluate(code, scope).text(offsetSeconds: offsetSeconds)
    }

    private func combine(_ left: XPathValue, _ operation: XPathLink.Operator, _ right: XPathValue) -> XPathValue {
        switch operation {
        case .equal: return .boolean(areEqual(left, right))
        case .notEqual: return .boolean(!areEqual(left, right))
        default: break
        }
        let (a, b) = (left.number(offsetSeconds: offsetSeconds), right.number(offsetSeconds: offsetSeconds))
        switch operation {
        case .add: return .number(a + b)
        case .subtract: return .number(a - b)
        case .multiply: return .number(a * b)
        case .divide: return .number(a / b)
        case .remainder: return .number(a.truncatingRemainder(dividingBy: b))
        case .less: return .boolean(a < b)
        case .lessOrEqual: return .boolean(a <= b)
        case .greater: return .boolean(a > b)
        default: return .boolean(a >= b)
        }
    }

    /// Truth values are compared as such, then numbers, then texts.
    private func areEqual(_ a: XPathValue, _ b: XPathValue) -> Bool {
        switch (a, b) {
        case (.text(let a), .text(let b)): return a == b
        case (.boolean, _), (_, .boolean): return a.truth == b.truth
        case (.number, _), (_, .number):
            return abs(a.number(offsetSeconds: offsetSeconds) - b.number(offsetSeconds: offsetSeconds)) < 1e-12
        default: return a.text(offsetSeconds: offsetSeconds) == b.text(offsetSeconds: offsetSeconds)
        }
    }

    // MARK: Nodes

    /// The value that expressions see: nothing where the node is not relevant, the answer on trial where there is one.
    func value(of node: Int32) -> XPathValue {
        if node == candidate.node { return candidate.value }
        return tree.flags[Int(node)].contains(.relevant) ? tree.value[Int(node)] : .blank
    }

    /// The one value of a field path; a repeat on the way with several instances makes it several nodes.
    private mutating func value(at path: FieldPath, _ scope: XPathScope) throws(XPathFault) -> XPathValue {
        var node = path.startsAtOriginal ? scope.original : scope.node
        for _ in 0..<path.ups { node = tree.parent[Int(node)] }
        for slot in path.slots {
            let child = tree.children[Int(node)][Int(slot)]
            guard child < 0 else {
                node = child
                continue
            }
            let list = tree.lists[Int(-child - 1)]
            guard list.count == 1 else {
                guard !list.isEmpty else { return .blank }
                return try single(try nodes(.field(path), scope))
            }
            node = list[0]
        }
        return value(of: node)
    }

    /// The value of at most one node.
    func single(_ set: NodeSet) throws(XPathFault) -> XPathValue {
        guard let node = set.nodes.first else { return .blank }
        guard set.nodes.count == 1 else {
            throw XPathFault(
                .typeMismatch,
                "\(set.nodes.count) answers are meant where one is needed; say which with indexed-repeat() or a condition in [ ]")
        }
        return value(of: node, in: set.tree)
    }

    func value(of node: Int32, in tree: Int32) -> XPathValue {
        tree == 0 ? value(of: node) : .text(form.trees[Int(tree) - 1].text[Int(node)])
    }

    /// The nodes that a path means; those not relevant are left out.
    mutating func nodes(_ code: XPathCode, _ scope: XPathScope) throws(XPathFault) -> NodeSet {
        switch code {
        case .field(let path):
            var node = path.startsAtOriginal ? scope.original : scope.node
            for _ in 0..<path.ups { node = tree.parent[Int(node)] }
            var nodes = [node]
            for slot in path.slots { nodes = children(of: nodes, slot: slot) }
            return NodeSet(tree: 0, nodes: relevant(nodes))
        case .nodes(let path): return try nodes(path, scope)
        case .indexedRepeat(let call): return NodeSet(tree: 0, nodes: relevant(try indexed(call, scope)))
        case .union(let all):
            var result = NodeSet(tree: 0, nodes: [])
            for (index, part) in all.enumerated() {
                let set = try nodes(part, scope)
                if index == 0 || result.nodes.isEmpty { result.tree = set.tree }
                guard set.tree == result.tree || set.nodes.isEmpty else {
                    throw XPathFault(.typeMismatch, "“|” joins nodes of one instance only")
                }
                for node in set.nodes where !result.nodes.contains(node) { result.nodes.append(node) }
            }
            return result
        case .call(.randomize, let arguments): return try randomized(arguments, scope)
        case .call(.depend, let arguments): return try nodes(arguments[0], scope)
        case .constant(.text("")): return NodeSet(tree: 0, nodes: [])
        default: throw XPathFault(.typeMismatch, "a path is needed, not a value")
        }
    }

    private func relevant(_ nodes: [Int32]) -> [Int32] { nodes.filter { tree.flags[Int($0)].contains(.relevant) } }

    private func children(of nodes: [Int32], slot: Int32) -> [Int32] {
        var result: [Int32] = []
        for node in nodes {
            let child = tree.children[Int(node)][Int(slot)]
            if child >= 0 { result.append(child) } else { result += tree.lists[Int(-child - 1)] }
        }
        return result
    }

    private mutating func nodes(_ path: NodePath, _ scope: XPathScope) throws(XPathFault) -> NodeSet {
        var set: NodeSet
        switch path.start {
        case .context(let ups):
            set = NodeSet(tree: scope.tree, nodes: [scope.node])
            for _ in 0..<ups { set.nodes = parents(of: set) }
        case .original(let ups):
            set = NodeSet(tree: 0, nodes: [scope.original])
            for _ in 0..<ups { set.nodes = parents(of: set) }
        case .document(let tree): set = NodeSet(tree: tree, nodes: [0])
        case .code(let code): set = try nodes(code, scope)
        }
        for step in path.steps {
            switch step {
            case .slot(let slot, let predicates):
                set.nodes = try filtered(groups: set.nodes.map { children(of: [$0], slot: slot) }, predicates, set.tree, scope)
            case .named(let name, let predicates):
                set.nodes = try filtered(groups: set.nodes.map { named(name, below: $0, in: set.tree) }, predicates, set.tree, scope)
            case .anyChild(let predicates):
                set.nodes = try filtered(groups: set.nodes.map { named(nil, below: $0, in: set.tree) }, predicates, set.tree, scope)
            case .parent: set.nodes = parents(of: set)
            case .filter(let predicates): set.nodes = try filtered(groups: [set.nodes], predicates, set.tree, scope)
            }
        }
        if set.tree == 0 { set.nodes = relevant(set.nodes) }
        return set
    }

    private func parents(of set: NodeSet) -> [Int32] {
        var result: [Int32] = []
        for node in set.nodes {
            let parent = set.tree == 0 ? tree.parent[Int(node)] : form.trees[Int(set.tree) - 1].parent[Int(node)]
            if parent >= 0, result.last != parent { result.append(parent) }
        }
        return result
    }

    /// Children by name, all of them where none is given.
    private func named(_ name: Int32?, below node: Int32, in tree: Int32) -> [Int32] {
        var result: [Int32] = []
        guard tree == 0 else {
            let data = form.trees[Int(tree) - 1]
            var child = data.firstChild[Int(node)]
            while child >= 0 {
                if name == nil || data.name[Int(child)] == name { result.append(child) }
                child = data.nextSibling[Int(child)]
            }
            return result
        }
        for child in self.tree.children[Int(node)] {
            let all = child >= 0 ? [child] : self.tree.lists[Int(-child - 1)]
            guard let first = all.first else { continue }
            if name == nil || form.fields[Int(self.tree.field[Int(first)])].nameID == name { result += all }
        }
        return result
    }

    /// Applies conditions; a number is a place among the children of one parent, counted from 1.
    private mutating func filtered(
        groups: [[Int32]], _ predicates: [XPathCode], _ tree: Int32, _ scope: XPathScope
    ) throws(XPathFault) -> [Int32] {
        guard !predicates.isEmpty else { return groups.count == 1 ? groups[0] : groups.flatMap { $0 } }
        var result: [Int32] = []
        for group in groups {
            var nodes = group
            for predicate in predicates {
                steps += nodes.count
                guard steps <= Self.patience else {
                    throw XPathFault(.typeMismatch, "this takes too long: conditions in [ ] look at more than \(Self.patience) nodes")
                }
                var passed: [Int32] = []
                for (index, node) in nodes.enumerated() {
                    let inner = XPathScope(tree: tree, node: node, original: scope.original, position: Int32(index))
                    let value = try evaluate(predicate, inner)
                    if case .number(let place) = value {
                        if place == Double(index + 1) { passed.append(node) }
                    } else if value.truth {
                        passed.append(node)
                    }
                }
                nodes = passed
            }
            result += nodes
        }
        return result
    }

    private mutating func indexed(_ call: IndexedRepeat, _ scope: XPathScope) throws(XPathFault) -> [Int32] {
        var own: [Int32] = [scope.original]
        while let last = own.last, tree.parent[Int(last)] >= 0 { own.append(tree.parent[Int(last)]) }
        own.reverse()
        var nodes: [Int32] = [0]
        var isShared = true
        for (level, slot) in call.slots.enumerated() {
            if let index = call.indices.first(where: { $0.level == level }) {
                isShared = false
                // An index that is not there yet means the first, as a repeat that is just being added asks for it.
                let place = max(1, try number(index.index, scope).saturatedInt)
                nodes = nodes.flatMap { node in children(of: [node], slot: slot).dropFirst(place - 1).prefix(1) }
            } else if isShared, level < call.shared, level + 1 < own.count {
                nodes = [own[level + 1]]
            } else {
                isShared = false
                nodes = children(of: nodes, slot: slot)
            }
        }
        return nodes
    }

    private mutating func randomized(_ arguments: [XPathCode], _ scope: XPathScope) throws(XPathFault) -> NodeSet {
        var set = try nodes(arguments[0], scope)
        if arguments.count == 2 {
            let seed = try evaluate(arguments[1], scope)
            var number = seed.number(offsetSeconds: offsetSeconds)
            // A text is no seed as a number; its digest is, as the specification says.
            if number.isNaN, case .text(let text) = seed, !text.isEmpty {
                let bytes = Digest.sha256.hash(Array(text.utf8)).prefix(8)
                number = Double(Int64(bitPattern: bytes.reduce(0) { $0 << 8 | UInt64($1) }))
            }
            set.nodes = ParkMiller.shuffled(set.nodes, seed: number.saturatedInt)
        } else {
            set.nodes.shuffle(using: &random)
        }
        return set
    }
}

/// Resolves an expression against the fields and instances of a form.
///
/// Paths into the primary instance follow JavaRosa: as far as a path goes through the ancestors of the node it stands at, it means
/// these very ancestors (`/data/member/age` inside a `member` is that member's age); from there on it means all.
struct XPathCompiler {
    /// What names are resolved against.
    let fields: [FormField]
    let instances: [String: Int32]
    private(set) var names: NameTable
    /// Fields that have choices, for `jr:choice-name`.
    let choiceFields: Set<Int>

    private struct ChildName: Hashable {
        var parent: Int32
        var name: Int32
    }

    /// Fields by their parent and name.
    private var childByName: [ChildName: Int] = [:]
    private var read: [XPathDependency] = []
    private(set) var usesLanguage = false
    /// Paths that lead nowhere, as they were written.
    private(set) var unknownPaths: [String] = []

    /// Where a piece of an expression stands.
    private struct Place {
        /// The field of the context node; nil inside of a secondary instance.
        var field: Int?
        /// The field that the whole expression belongs to.
        var original: Int
        /// Dependencies are anchored at most so deep.
        var limit: Int
    }

    /// What the expression reads, sorted, each once.
    var dependencies: [XPathDependency] {
        guard read.count > 1 else { return read }
        var result: [XPathDependency] = []
        for dependency in read.sorted(by: { ($0.field, $0.anchor) < ($1.field, $1.anchor) }) where dependency != result.last {
            result.append(dependency)
        }
        return result
    }

    init(fields: [FormField], instances: [String: Int32], names: NameTable, choiceFields: Set<Int>) {
        (self.fields, self.instances, self.names, self.choiceFields) = (fields, instances, names, choiceFields)
        childByName.reserveCapacity(fields.count)
        for (index, field) in fields.enumerated() {
            let key = ChildName(parent: Int32(field.parent ?? -1), name: field.nameID)
            if childByName[key] == nil { childByName[key] = index }
        }
    }

    /// Forgets what the last expression read.
    mutating func begin() {
        read.removeAll(keepingCapacity: true)
        usesLanguage = false
        unknownPaths = []
    }

    /// Code to be evaluated at nodes of `field`.
    mutating func compile(_ expression: XPathExpression, at field: Int) throws(XPathFault) -> XPathCode {
        try code(expression, Place(field: field, original: field, limit: .max))
    }

    /// Code to be evaluated at a node that a path of `nodeset` found, such as the label of a choice.
    mutating func compile(_ expression: XPathExpression, inItemsOf nodeset: XPathExpression, at field: Int) throws(XPathFault) -> XPathCode {
        let item = itemField(of: nodeset, at: field)
        return try code(expression, Place(field: item, original: field, limit: 0))
    }

    /// The field that a path through the primary instance ends at; nil for one through a secondary instance.
    private func itemField(of nodeset: XPathExpression, at field: Int) -> Int? {
        switch nodeset {
        case .call("randomize", let arguments) where !arguments.isEmpty: return itemField(of: arguments[0], at: field)
        case .path(let path):
            if case .expression(.call("instance", _), _) = path.start { return nil }
            return chain(of: path, Place(field: field, original: field, limit: .max))?.levels.last?.field
        default: return nil
        }
    }

    // MARK: Expressions

    private mutating func codes(_ expressions: [XPathExpression], _ place: Place) throws(XPathFault) -> [XPathCode] {
        var result: [XPathCode] = []
        result.reserveCapacity(expressions.count)
        for expression in expressions { result.append(try code(expression, place)) }
        return result
    }

    private mutating func code(_ expression: XPathExpression, _ place: Place) throws(XPathFault) -> XPathCode {
        switch expression {
        case .number(let value): return .constant(.number(value))
        case .literal(let text): return .constant(.text(text))
        case .path(let path): return try code(path, place)
        case .call(let name, let arguments): return try call(name, arguments, place)
        case .or(let all): return .or(try codes(all, place))
        case .and(let all): return .and(try codes(all, place))
        case .negate(.number(let value)): return .constant(.number(-value))
        case .negate(let inner): return .negate(try code(inner, place))
        case .union(let all): return .union(try codes(all, place))
        case .chain(let first, let links):
            var compiled: [XPathCode.Link] = []
            for link in links { compiled.append(XPathCode.Link(operation: link.operation, right: try code(link.right, place))) }
            return .chain(try code(first, place), compiled)
        }
    }

    private mutating func call(_ name: String, _ arguments: [XPathExpression], _ place: Place) throws(XPathFault) -> XPathCode {
        if name == "current" || name == "instance" { return try code(XPathPath(.expression(.call(name, arguments), predicates: []), []), place) }
        guard let function = XPathFunction.named[name] else {
            throw XPathFault(.unknownFunction, "the function \(name)() is not known")
        }
        guard function.arity.contains(arguments.count) else {
            throw XPathFault(.unknownFunction, "the function \(name)() does not take \(arguments.count) arguments")
        }
        switch function {
        case .yes: return .constant(.boolean(true))
        case .no: return .constant(.boolean(false))
        case .indexedRepeat: return try indexedRepeat(arguments, place)
        case .itext: usesLanguage = true
        case .choiceName:
            usesLanguage = true
            if case .literal(let path) = arguments[1], let field = try choiceField(path, place) {
                return .choiceName(try code(arguments[0], place), field: field)
            }
            throw XPathFault(.typeMismatch, "jr:choice-name() needs the path of a question with choices in quotes")
        case .regex:
            if case .literal(let pattern) = arguments[1] { return .matches(try code(arguments[0], place), try FormPattern(pattern)) }
        case .weightedChecklist where !arguments.count.isMultiple(of: 2):
            throw XPathFault(.unknownFunction, "weighted-checklist() takes pairs of a condition and a weight")
        default: break
        }
        return .call(function, try codes(arguments, place))
    }

    private mutating func choiceField(_ path: String, _ place: Place) throws(XPathFault) -> Int? {
        guard case .path(let parsed) = try XPathExpression(parsing: path) else { return nil }
        let base = place.field == nil ? Place(field: place.original, original: place.original, limit: 0) : place
        guard let field = chain(of: parsed, base)?.levels.last?.field, choiceFields.contains(field) else { return nil }
        return field
    }

    // MARK: Paths

    /// The levels of a path through the primary instance, from the root down.
    private struct Chain {
        struct Level {
            var field: Int
            var predicates: [XPathExpression]
        }
        var levels: [Level]
        /// Names after a `*`, which only the data resolves.
        var rest: [XPathStep]
    }

    /// The field and all around it, from the root down.
    private func ancestry(_ field: Int) -> [Int] {
        var way = [Int](repeating: field, count: fields[field].depth + 1)
        var at = field
        for level in stride(from: way.count - 2, through: 0, by: -1) {
            at = fields[at].parent ?? 0
            way[level] = at
        }
        return way
    }

    /// nil where the path leads to no field.
    private func chain(of path: XPathPath, _ place: Place) -> Chain? {
        var levels: [Chain.Level] = []
        levels.reserveCapacity(path.steps.count)
        switch path.start {
        case .root: break
        case .context:
            guard let field = place.field else { return nil }
            levels = ancestry(field).map { Chain.Level(field: $0, predicates: []) }
        case .expression: levels = ancestry(place.original).map { Chain.Level(field: $0, predicates: []) }
        }
        for (index, step) in path.steps.enumerated() {
            switch step.axis {
            case .current:
                guard step.predicates.isEmpty || !levels.isEmpty else { return nil }
                if !step.predicates.isEmpty { levels[levels.count - 1].predicates += step.predicates }
            case .parent:
                guard levels.count > 1 else { return nil }
                levels.removeLast()
                if !step.predicates.isEmpty { levels[levels.count - 1].predicates += step.predicates }
            case .attribute: return nil
            case .child:
                if step.name == "*" { return Chain(levels: levels, rest: Array(path.steps[index...])) }
                let key = ChildName(parent: Int32(levels.last?.field ?? -1), name: names.id(step.name))
                guard let next = childByName[key] else { return nil }
                levels.append(Chain.Level(field: next, predicates: step.predicates))
            }
        }
        return Chain(levels: levels, rest: [])
    }

    private mutating func code(_ path: XPathPath, _ place: Place) throws(XPathFault) -> XPathCode {
        if case .expression(let start, let predicates) = path.start {
            switch start {
            case .call("current", let arguments):
                guard arguments.isEmpty else { throw XPathFault(.unknownFunction, "current() takes no arguments") }
                let base = Place(field: place.original, original: place.original, limit: place.limit)
                return try primary(path, base, startsAtOriginal: true)
            case .call("instance", let arguments):
                guard arguments.count == 1, case .literal(let id) = arguments[0] else {
                    throw XPathFault(.unsupported, "instance() takes one name in quotes")
                }
                guard let tree = instances[id] else { throw XPathFault(.typeMismatch, "there is no instance “\(id)”") }
                return .nodes(NodePath(start: .document(tree), steps: try namedSteps(path.steps, place)))
            default:
                var steps: [NodePath.Step] = predicates.isEmpty ? [] : [.filter(try codes(predicates, secondary(place)))]
                steps += try namedSteps(path.steps, place)
                return .nodes(NodePath(start: .code(try code(start, place)), steps: steps))
            }
        }
        if place.field == nil {
            guard path.start == .root else { return .nodes(NodePath(start: .context(ups: 0), steps: try namedSteps(path.steps, place))) }
            return try primary(path, Place(field: place.original, original: place.original, limit: place.limit), startsAtOriginal: true)
        }
        return try primary(path, place, startsAtOriginal: false)
    }

    private func secondary(_ place: Place) -> Place { Place(field: nil, original: place.original, limit: place.limit) }

    private mutating func namedSteps(_ steps: [XPathStep], _ place: Place) throws(XPathFault) -> [NodePath.Step] {
        let inner = secondary(place)
        var result: [NodePath.Step] = []
        for step in steps {
            let predicates = try codes(step.predicates, inner)
            switch step.axis {
            case .current: if !predicates.isEmpty { result.append(.filter(predicates)) }
            case .parent:
                result.append(.parent)
                if !predicates.isEmpty { result.append(.filter(predicates)) }
            case .attribute: throw XPathFault(.unsupported, "attributes (@\(step.name)) are not read")
            case .child where step.name == "*": result.append(.anyChild(predicates))
            case .child: result.append(.named(names.intern(step.name), predicates))
            }
        }
        return result
    }

    /// Code for a path through the primary instance that stands at a node of `place.field`.
    private mutating func primary(_ path: XPathPath, _ place: Place, startsAtOriginal: Bool) throws(XPathFault) -> XPathCode {
        guard let field = place.field, let chain = chain(of: path, place), !chain.levels.isEmpty || !chain.rest.isEmpty else {
            unknownPaths.append(Self.text(path))
            return .constant(.blank)
        }
        let own = ancestry(field)
        var shared = 0
        while shared < chain.levels.count, shared < own.count, chain.levels[shared].field == own[shared],
            chain.levels[shared].predicates.isEmpty
        { shared += 1 }
        let anchor = max(0, min(place.limit, shared - 1))
        if let last = chain.levels.last, chain.rest.isEmpty { read.append(XPathDependency(field: last.field, anchor: anchor)) }
        let below = chain.levels[shared...]
        if shared > 0, chain.rest.isEmpty, below.allSatisfy({ $0.predicates.isEmpty }) {
            return .field(
                FieldPath(startsAtOriginal: startsAtOriginal, ups: own.count - shared, slots: below.map { Int32(fields[$0.field].slot) }))
        }
        var steps: [NodePath.Step] = []
        for level in below {
            let inner = Place(field: level.field, original: place.original, limit: anchor)
            let predicates = try codes(level.predicates, inner)
            // The root is no child of a node: a condition on it is one on where the way begins.
            steps.append(fields[level.field].parent == nil ? .filter(predicates) : .slot(Int32(fields[level.field].slot), predicates))
        }
        if !chain.rest.isEmpty { steps += try rest(chain, place, anchor) }
        let start: NodePath.Start
        if shared == 0 {
            start = .document(0)
        } else {
            start = startsAtOriginal ? .original(ups: own.count - shared) : .context(ups: own.count - shared)
        }
        return .nodes(NodePath(start: start, steps: steps))
    }

    /// Steps from a `*` on; what they may find is all that lies below.
    private mutating func rest(_ chain: Chain, _ place: Place, _ anchor: Int) throws(XPathFault) -> [NodePath.Step] {
        if chain.levels.isEmpty {
            dependOnAll(below: 0, anchor)
            return try namedSteps(Array(chain.rest.dropFirst()), place)
        }
        if let last = chain.levels.last { for child in fields[last.field].children { dependOnAll(below: child, anchor) } }
        return try namedSteps(chain.rest, place)
    }

    private mutating func dependOnAll(below field: Int, _ anchor: Int) {
        read.append(XPathDependency(field: field, anchor: anchor))
        for child in fields[field].children { dependOnAll(below: child, anchor) }
    }

    // MARK: indexed-repeat

    private mutating func indexedRepeat(_ arguments: [XPathExpression], _ place: Place) throws(XPathFault) -> XPathCode {
        guard !arguments.count.isMultiple(of: 2) else {
            throw XPathFault(.unknownFunction, "indexed-repeat() takes a field and pairs of a repeat and its index")
        }
        let base = place.field == nil ? Place(field: place.original, original: place.original, limit: 0) : place
        guard case .path(let target) = arguments[0] else {
            throw XPathFault(.typeMismatch, "the first argument of indexed-repeat() is the path of a field")
        }
        guard let levels = chain(of: target, base)?.levels, let field = levels.last?.field else {
            unknownPaths.append(Self.text(target))
            return .constant(.blank)
        }
        let way = levels.map(\.field)
        let own = ancestry(base.original)
        let shared = zip(way, own).prefix { $0 == $1 }.count
        var indices: [(level: Int, index: XPathCode)] = []
        for pair in stride(from: 1, to: arguments.count, by: 2) {
            guard case .path(let group) = arguments[pair], let repeated = chain(of: group, base)?.levels.last?.field,
                let level = way.firstIndex(of: repeated), level > 0
            else { throw XPathFault(.typeMismatch, "argument \(pair + 1) of indexed-repeat() is no repeat around the field") }
            indices.append((level - 1, try code(arguments[pair + 1], place)))
        }
        let first = indices.map(\.level).min() ?? 0
        read.append(XPathDependency(field: field, anchor: max(0, min(place.limit, min(first, shared - 1)))))
        return .indexedRepeat(IndexedRepeat(slots: way.dropFirst().map { Int32(fields[$0].slot) }, indices: indices, shared: shared - 1))
    }

    private static func text(_ path: XPathPath) -> String {
        var text: String
        switch path.start {
        case .root: text = "/"
        case .context: text = ""
        case .expression: text = "current()/"
        }
        text += path.steps.map { step in
            switch step.axis {
            case .child: step.name
            case .attribute: "@\(step.name)"
            case .current: "."
            case .parent: ".."
            }
        }.joined(separator: "/")
        return text
    }
}

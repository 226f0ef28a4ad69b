public import Ground

/// A form being filled: answers, what follows from them, and what may be asked.
///
/// A value like any other: a copy is an independent draft. Every change recomputes only what depends on it.
public struct FormSession: Sendable {
    /// What lies outside of the form.
    public struct Surroundings: Sendable {
        /// The moment that `now()` and `today()` mean.
        public var now: Instant
        /// Where the form is filled: seconds east of UTC.
        public var offsetSeconds: Int
        /// `deviceid`, `phonenumber`, `username`, `email` and others that a form may ask for.
        public var properties: [String: String]
        /// What identifiers and random numbers are drawn by; give each submission its own.
        public var seed: UInt64

        public init(now: Instant, offsetSeconds: Int = 0, properties: [String: String] = [:], seed: UInt64) {
            self.now = now
            self.offsetSeconds = max(-18 * 3600, min(18 * 3600, offsetSeconds))
            self.properties = properties
            self.seed = seed
        }
    }

    /// A node of the primary instance in this session.
    public struct Node: Sendable, Hashable {
        let number: Int32
    }

    /// Something that could not be computed; its value is empty then.
    public struct Problem: Sendable, Hashable {
        /// The bind or text concerned.
        public var place: Place
        public var message: String
    }

    public let form: XForm
    /// `now` may be set at any time; what has been computed stays until something it depends on changes.
    public var surroundings: Surroundings
    /// The language shown, as a place in the form's languages.
    public private(set) var language: Int
    /// What could not be computed since the session began.
    public private(set) var problems: [Problem] = []

    var tree: FormTree
    var random: SeededRandom
    /// The answer on trial while a constraint is checked.
    var candidate: (node: Int32, value: XPathValue) = (-1, .blank)
    private var pending: [[Int32]]
    private var firstPending = Int.max
    /// How many expressions were evaluated: what a change costs.
    public private(set) var evaluations = 0
    /// Nodes that conditions have looked at since something was last asked of the session.
    var steps = 0
    /// Conditions inside of conditions multiply: a form must not keep a server busy for hours.
    static let patience = 5_000_000

    var offsetSeconds: Int { surroundings.offsetSeconds }
    var nowMilliseconds: Int64 { surroundings.now.milliseconds }

    /// Opens a new answer to the form: device data, default values and everything computed are there.
    public init(_ form: XForm, _ surroundings: Surroundings) {
        self.init(form, surroundings, filling: form.prototype)
        preload()
        recompute()
        run("odk-instance-first-load", below: 0)
        run("odk-instance-load", below: 0)
        run("xforms-ready", below: 0)
    }

    /// Takes up an instance that was filled before.
    init(_ form: XForm, _ surroundings: Surroundings, tree: FormTree) {
        self.init(form, surroundings, filling: tree)
        recompute()
        run("odk-instance-load", below: 0)
    }

    private init(_ form: XForm, _ surroundings: Surroundings, filling tree: FormTree) {
        self.form = form
        self.surroundings = surroundings
        language = form.defaultLanguage
        self.tree = tree
        random = SeededRandom(seed: surroundings.seed)
        pending = [[Int32]](repeating: [], count: form.graph.computations.count)
        for node in 0..<Int32(tree.count) { settle(tree.text[Int(node)], at: node) }
    }

    /// Changes the language that texts, choices and `jr:itext` are in.
    public mutating func choose(language: Int) {
        guard form.languages.indices.contains(language), language != self.language else { return }
        steps = 0
        self.language = language
        for (index, computation) in form.graph.computations.enumerated() where computation.usesLanguage {
            pending[index] = nodes(of: computation.field)
            firstPending = min(firstPending, index)
        }
        propagate()
    }

    /// Computes everything anew, as when a draft is taken up on another day; what does not read the clock or chance stays as it is.
    public mutating func recompute() {
        steps = 0
        for (index, computation) in form.graph.computations.enumerated() { pending[index] = nodes(of: computation.field) }
        firstPending = 0
        propagate()
    }

    // MARK: Values

    /// The field's canonical text and the value that expressions see.
    private mutating func settle(_ text: String, at node: Int32) {
        tree.text[Int(node)] = text
        tree.value[Int(node)] = typed(text, form.fields[Int(tree.field[Int(node)])].type)
    }

    func typed(_ text: String, _ type: FormDataType) -> XPathValue {
        guard !text.isEmpty else { return .blank }
        switch type {
        case .integer, .long, .decimal:
            let number = XPathValue.number(text)
            return number.isNaN ? .number(Double(text) ?? .nan) : .number(number)
        case .date, .dateTime: return FormMoment.parse(text, offsetSeconds: offsetSeconds).map { .date($0) } ?? .text(text)
        case .boolean: return .boolean(text == "true" || text == "1")
        default: return .text(text)
        }
    }

    /// Sets a node's text and tells what depends on it.
    mutating func set(_ text: String, at node: Int32) {
        guard tree.text[Int(node)] != text else { return }
        settle(text, at: node)
        changed(node)
    }

    // MARK: Dependencies

    /// All nodes of a field.
    private func nodes(of field: Int) -> [Int32] {
        var way: [Int32] = []
        var at = field
        while let parent = form.fields[at].parent {
            way.append(Int32(form.fields[at].slot))
            at = parent
        }
        return descend(0, way.reversed()[...])
    }

    private func descend(_ node: Int32, _ way: ArraySlice<Int32>) -> [Int32] {
        var nodes = [node]
        for slot in way {
            if nodes.count == 1 {
                nodes = tree.instances(of: Int(slot), below: nodes[0])
            } else {
                nodes = nodes.flatMap { tree.instances(of: Int(slot), below: $0) }
            }
        }
        return nodes
    }

    /// Marks what depends on a node as stale.
    func triggers(of node: Int32) -> [FormTrigger] { form.graph.triggers[Int(tree.field[Int(node)])] }

    private mutating func changed(_ node: Int32) {
        let field = Int(tree.field[Int(node)])
        guard !form.graph.triggers[field].isEmpty else { return }
        let depth = form.fields[field].depth
        for trigger in form.graph.triggers[field] { mark(trigger, from: node, depth: depth) }
    }

    /// Marks one computation, seen from a node at a depth.
    private mutating func mark(_ trigger: FormTrigger, from node: Int32, depth: Int) {
        var ancestor = node
        for _ in 0..<max(0, depth - trigger.anchor) { ancestor = tree.parent[Int(ancestor)] }
        let targets = descend(ancestor, trigger.way[...])
        if pending[trigger.computation].isEmpty {
            pending[trigger.computation] = targets
        } else {
            for target in targets where !pending[trigger.computation].contains(target) { pending[trigger.computation].append(target) }
        }
        firstPending = min(firstPending, trigger.computation)
    }

    /// Evaluates what is stale, in an order in which nothing is evaluated twice.
    mutating func propagate() {
        var index = firstPending
        firstPending = .max
        while index < pending.count {
            if !pending[index].isEmpty {
                let targets = pending[index]
                pending[index] = []
                for node in targets where !tree.flags[Int(node)].contains(.removed) { evaluate(index, at: node) }
            }
            index += 1
        }
        firstPending = .max
    }

    private mutating func evaluate(_ index: Int, at node: Int32) {
        evaluations += 1
        let kind = form.graph.computations[index].kind
        do throws(XPathFault) {
            let value = try evaluate(form.graph.computations[index].code, XPathScope(at: node))
            switch kind {
            case .calculate: set(try text(of: value, as: form.fields[Int(tree.field[Int(node)])].type), at: node)
            case .relevant: setFlag(.ownRelevant, value.truth, at: node)
            case .readonly: setFlag(.ownReadonly, value.truth, at: node)
            case .required: setFlag(.required, value.truth, at: node)
            }
        } catch {
            note(error, at: form.graph.computations[index].place, form.graph.computations[index].source)
            if kind == .calculate { set("", at: node) }
        }
    }

    mutating func note(_ fault: XPathFault, at place: Place, _ source: String) {
        let problem = Problem(place: place, message: "“\(source.prefix(200))”: \(fault)")
        guard problems.count < 100, !problems.contains(problem) else { return }
        problems.append(problem)
    }

    // MARK: Flags

    private mutating func setFlag(_ flag: FormTree.Flags, _ isOn: Bool, at node: Int32) {
        guard tree.flags[Int(node)].contains(flag) != isOn else { return }
        if isOn { tree.flags[Int(node)].insert(flag) } else { tree.flags[Int(node)].remove(flag) }
        if flag == .ownRelevant { inheritRelevance(at: node) }
        if flag == .ownReadonly { inheritReadonly(at: node) }
    }

    private mutating func inheritRelevance(at node: Int32) {
        let parent = tree.parent[Int(node)]
        let isRelevant = tree.flags[Int(node)].contains(.ownRelevant) && (parent < 0 || tree.flags[Int(parent)].contains(.relevant))
        guard tree.flags[Int(node)].contains(.relevant) != isRelevant else { return }
        if isRelevant { tree.flags[Int(node)].insert(.relevant) } else { tree.flags[Int(node)].remove(.relevant) }
        changed(node)
        for slot in tree.children[Int(node)].indices {
            for child in tree.instances(of: slot, below: node) { inheritRelevance(at: child) }
        }
    }

    private mutating func inheritReadonly(at node: Int32) {
        let parent = tree.parent[Int(node)]
        let isReadonly = tree.flags[Int(node)].contains(.ownReadonly) || (parent >= 0 && tree.flags[Int(parent)].contains(.readonly))
        guard tree.flags[Int(node)].contains(.readonly) != isReadonly else { return }
        if isReadonly { tree.flags[Int(node)].insert(.readonly) } else { tree.flags[Int(node)].remove(.readonly) }
        for slot in tree.children[Int(node)].indices {
            for child in tree.instances(of: slot, below: node) { inheritReadonly(at: child) }
        }
    }

    // MARK: Repeats

    /// Adds the instance of a repeat that a template describes, computes what is in it, and what it changes elsewhere.
    mutating func addInstance(_ template: FormTemplate, below parent: Int32) -> Int32? {
        let field = form.fields[template.field]
        guard let list = tree.list(of: field.slot, below: parent) else { return nil }
        let node = build(template, below: parent, position: Int32(tree.lists[list].count))
        tree.lists[list].append(node)
        let all = tree.subtree(of: node)
        for (index, computation) in form.graph.computations.enumerated() where isInside(computation.field, template.field) {
            let own = all.filter { tree.field[Int($0)] == Int32(computation.field) }
            for target in own where !pending[index].contains(target) { pending[index].append(target) }
            firstPending = min(firstPending, index)
        }
        for node in all { changed(node) }
        propagate()
        run("odk-new-repeat", below: node)
        return node
    }

    private func isInside(_ field: Int, _ ancestor: Int) -> Bool {
        var at: Int? = field
        while let next = at, next >= ancestor {
            if next == ancestor { return true }
            at = form.fields[next].parent
        }
        return false
    }

    private mutating func build(_ template: FormTemplate, below parent: Int32, position: Int32) -> Int32 {
        let node = tree.append(template.field, below: parent, position: position, form.fields)
        settle(template.text, at: node)
        for child in template.children {
            let slot = form.fields[child.field].slot
            if let list = tree.list(of: slot, below: node) {
                let new = build(child, below: node, position: Int32(tree.lists[list].count))
                tree.lists[list].append(new)
            } else {
                tree.children[Int(node)][slot] = build(child, below: node, position: 0)
            }
        }
        return node
    }

    /// Takes an instance away; those after it move up.
    mutating func removeInstance(_ node: Int32) {
        let parent = tree.parent[Int(node)]
        let field = Int(tree.field[Int(node)])
        guard parent >= 0, let list = tree.list(of: form.fields[field].slot, below: parent),
            let index = tree.lists[list].firstIndex(of: node)
        else { return }
        let gone = tree.subtree(of: node)
        tree.lists[list].remove(at: index)
        for node in gone { tree.flags[Int(node)].insert(.removed) }
        for place in index..<tree.lists[list].count {
            let moved = tree.lists[list][place]
            tree.position[Int(moved)] = Int32(place)
            changed(moved)
        }
        let depth = form.fields[field].depth - 1
        for field in Set(gone.map { Int(tree.field[Int($0)]) }) {
            // Seen from the parent: what shares more than it with the removed nodes is gone with them.
            for trigger in form.graph.triggers[field] where trigger.anchor <= depth { mark(trigger, from: parent, depth: depth) }
        }
        propagate()
    }
}

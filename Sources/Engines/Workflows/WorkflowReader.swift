internal import Documents
internal import Ground

/// Reads the YAML of a workflow. Names are resolved here; whether the whole makes sense is the checker's question.
struct WorkflowReader {
    let file: String
    var posts: [Workflow.Source.Mention] = []
    var forms: [Workflow.Source.Mention] = []
    var places: [String: Place] = [:]
    var states: [Workflow.State] = []
    var stateNames: [String] = []
    var actionNames: [String] = []

    init(file: String) { self.file = file }

    static let keys = ["workflow", "version", "title", "states", "orders", "actions", "clocks", "pause reasons", "rating", "reopening"]

    mutating func read(_ text: String, _ diagnostics: inout Diagnostics) -> Workflow.Source? {
        guard let root = YAMLDocument.read(text, file: file, diagnostics: &diagnostics) else { return nil }
        remember(root, under: "", depth: 0)
        let record = root.record(Self.keys, &diagnostics)
        let name = record.required("workflow", &diagnostics)?.text(&diagnostics)
        let version = record.required("version", &diagnostics).flatMap { integer($0, 1...1_000_000, &diagnostics) }
        let title = record.required("title", &diagnostics).flatMap { label($0, &diagnostics) }
        for field in record.required("states", &diagnostics)?.map(&diagnostics) ?? [] {
            stateNames.append(field.key)
            if let state = self.state(field, &diagnostics) { states.append(state) }
        }
        let actionFields = record.required("actions", &diagnostics)?.map(&diagnostics) ?? []
        actionNames = actionFields.map(\.key)
        var actions: [Workflow.Action] = []
        for field in actionFields {
            if let action = self.action(field, &diagnostics) { actions.append(action) }
        }
        var clocks: [Workflow.Clock] = []
        for field in record["clocks"]?.map(&diagnostics) ?? [] {
            if let clock = self.clock(field, &diagnostics) { clocks.append(clock) }
        }
        var reasons: [Workflow.Reason] = []
        for field in record["pause reasons"]?.map(&diagnostics) ?? [] {
            if let title = label(field.value, &diagnostics) { reasons.append(Workflow.Reason(name: field.key, title: title)) }
        }
        let orders = record["orders"].flatMap { self.orders($0, &diagnostics) }
        let rating = record["rating"].flatMap { self.rating($0, &diagnostics) }
        let reopening = record["reopening"].flatMap { self.reopening($0, &diagnostics) }
        guard let name, let version, let title else { return nil }
        let workflow = Workflow(
            name: name, version: version, title: title, states: states, actions: actions, clocks: clocks,
            pauseReasons: reasons, orders: orders, rating: rating, reopening: reopening)
        let mentions = actionFields.map { Workflow.Source.Mention($0.key, at: $0.keyPlace) }
        return Workflow.Source(workflow: workflow, file: file, posts: posts, forms: forms, actions: mentions, places: places)
    }

    private mutating func remember(_ entry: Entry, under path: String, depth: Int) {
        guard depth < 4, case .map(let fields) = entry.content else { return }
        for field in fields {
            let below = path.isEmpty ? field.key : path + "." + field.key
            places[below] = field.keyPlace
            remember(field.value, under: below, depth: depth + 1)
        }
    }

    // MARK: States

    private func state(_ field: Entry.Field, _ diagnostics: inout Diagnostics) -> Workflow.State? {
        let record = field.value.record(["title", "end"], &diagnostics)
        let title = record.required("title", &diagnostics).flatMap { label($0, &diagnostics) }
        let end = record["end"].flatMap { word($0, Workflow.End.self, "kind of end", &diagnostics) }
        guard let title else { return nil }
        return Workflow.State(name: StateName(rawValue: field.key), title: title, end: end)
    }

    // MARK: Actions

    private mutating func action(_ field: Entry.Field, _ diagnostics: inout Diagnostics) -> Workflow.Action? {
        let record = field.value.record(["title", "does", "from", "to", "who", "not", "needs"], &diagnostics)
        let title = record.required("title", &diagnostics).flatMap { label($0, &diagnostics) }
        let verb: Verb?
        if let entry = record["does"] {
            verb = word(entry, Verb.self, "meaning of an action", &diagnostics)
        } else {
            verb = Verb(rawValue: field.key)
            if verb == nil {
                diagnostics.error(
                    "it is not said what \u{201C}\(field.key)\u{201D} does", at: field.keyPlace,
                    advice: "write does: and one of \(Verb.allCases.map(\.rawValue).joined(separator: ", "))")
            }
        }
        let from = record["from"].map { self.from($0, &diagnostics) } ?? []
        let to = record["to"].flatMap { stateName($0, &diagnostics) }
        let who = record.required("who", &diagnostics).map { permissions($0, &diagnostics) } ?? []
        var not: Set<Workflow.Part> = []
        for entry in record["not"]?.list(&diagnostics) ?? [] {
            if let part = word(entry, Workflow.Part.self, "part", &diagnostics) { not.insert(part) }
        }
        var needs: [Workflow.Requirement] = []
        for entry in record["needs"]?.list(&diagnostics) ?? [] {
            guard let need = requirement(entry, &diagnostics) else { continue }
            if needs.contains(need) {
                diagnostics.error("\u{201C}\(entry.scalar ?? "")\u{201D} stands twice", at: entry.place, advice: "remove one")
            } else {
                needs.append(need)
            }
        }
        guard let title, let verb else { return nil }
        // What an action always needs is shown to people like what the file asks for.
        for need in verb.inherentNeeds where !needs.contains(where: { $0 == need || ($0.wantsOrganisations && need == .organisation) }) {
            needs.append(need)
        }
        return Workflow.Action(
            name: ActionName(rawValue: field.key), title: title, verb: verb, from: from, to: to, who: who, not: not, needs: needs)
    }

    private func from(_ entry: Entry, _ diagnostics: inout Diagnostics) -> [StateName] {
        if entry.scalar == "anywhere" { return states.map(\.name) }
        if entry.scalar == "open" { return states.filter { $0.end == nil }.map(\.name) }
        return stateNames(entry, &diagnostics)
    }

    // MARK: Rules

    private func orders(_ entry: Entry, _ diagnostics: inout Diagnostics) -> Workflow.OrderRules? {
        let keys = ["while called", "while working", "when done", "when none is left", "most", "declines before assignment"]
        let record = entry.record(keys, &diagnostics)
        let names = keys.prefix(4).map { record.required($0, &diagnostics).flatMap { stateName($0, &diagnostics) } }
        let most = record["most"].map { integer($0, 1...100, &diagnostics) ?? 1 } ?? 10
        let declines = record["declines before assignment"].map { integer($0, 1...100, &diagnostics) ?? 1 } ?? 2
        guard let called = names[0], let working = names[1], let done = names[2], let none = names[3] else { return nil }
        return Workflow.OrderRules(
            whileCalled: called, whileWorking: working, whenDone: done, whenNone: none, most: most, declinesBeforeBinding: declines)
    }

    private func rating(_ entry: Entry, _ diagnostics: inout Diagnostics) -> Workflow.RatingRules? {
        let record = entry.record(["scale", "content from", "closes to", "reopens to"], &diagnostics)
        let scale = record["scale"].map { integer($0, 2...100, &diagnostics) ?? 5 } ?? 5
        let content = record["content from"].map { integer($0, 1...scale, &diagnostics) ?? 1 } ?? min(3, scale)
        let closes = record.required("closes to", &diagnostics).flatMap { stateName($0, &diagnostics) }
        let reopens = record.required("reopens to", &diagnostics).flatMap { stateName($0, &diagnostics) }
        guard let closes, let reopens else { return nil }
        return Workflow.RatingRules(scale: scale, contentFrom: content, closesTo: closes, reopensTo: reopens)
    }

    private func reopening(_ entry: Entry, _ diagnostics: inout Diagnostics) -> Workflow.ReopenRules? {
        let record = entry.record(["most", "within"], &diagnostics)
        let most = record.required("most", &diagnostics).flatMap { integer($0, 0...100, &diagnostics) }
        let within = record.required("within", &diagnostics).flatMap { allowance($0, &diagnostics) }
        guard let most, let within else { return nil }
        return Workflow.ReopenRules(most: most, within: within)
    }
}

package import Ground
package import XForms

/// A form that somebody fills on pages: the engine's session, and what was entered but could not be taken.
///
/// A page comes back whole. Only what differs from what it showed is taken over, so that an old page in another window undoes nothing.
package struct FormFilling: Sendable {
    /// An entry that the engine refused; it stays on the page with the reason until it is changed.
    struct Refused: Sendable, Hashable {
        var control: Int
        var entered: String
        var complaint: FormComplaint
    }

    package private(set) var session: FormSession
    private(set) var refused: [FormSession.Node: Refused] = [:]
    /// Whether finishing was tried: from then on the page says which answers lack.
    private(set) var isChecked = false
    /// How many pages were taken in: a page says by which it was made.
    private(set) var revision = 0
    /// How many instances of repeats were removed: those after them have moved up.
    private(set) var removals = 0
    /// How many answers of the last page were not taken over as they had been changed elsewhere.
    private(set) var overtaken = 0
    /// Where the last button leads: the place on the page that it made or changed.
    private(set) var target: String?

    private static let mostInstances = 3000
    private static let longestAnswer = 100_000

    package init(_ session: FormSession) {
        self.session = session
        settle()
    }

    var form: XForm { session.form }

    /// Takes in a page that was sent.
    package mutating func take(_ entries: FormEntries, at now: Instant) {
        session.surroundings.now = now
        overtaken = 0
        target = nil
        let hasMoved = entries.first("removals").flatMap { Int($0) } ?? 0 != removals
        for shown in entries.shown {
            guard let node = question(shown.control, shown.path) else { continue }
            let widget = FormWidget(form.controls[shown.control], form.fields[session.field(of: node)].type)
            guard let sent = widget.sent(entries, name(shown.control, shown.path)), sent != shown.before else { continue }
            // Which instance was meant cannot be known any more.
            guard !(hasMoved && shown.path.contains("[")), sent == entered(shown.control, node, widget) || isAsShown(shown, node, widget) else {
                overtaken += 1
                continue
            }
            enter(sent, shown.control, node, widget)
        }
        settle()
        let button = FormButton(entries.first("do") ?? "")
        if hasMoved, case .remove = button { overtaken += 1 } else { press(button) }
        settle()
        reconsider()
        revision += 1
    }

    /// The node of a question that a page names.
    private func question(_ control: Int, _ path: String) -> FormSession.Node? {
        guard form.controls.indices.contains(control), form.controls[control].kind.isQuestion, let node = session.node(at: path),
            form.controls[control].field == session.field(of: node), session.isRelevant(node), !session.isReadonly(node)
        else { return nil }
        return node
    }

    /// By which the answer to a question is sent: the path of its field; a second question for the same field says which it is.
    func name(_ control: Int, _ path: String) -> String {
        let first = form.controls.firstIndex { $0.field == form.controls[control].field && $0.kind.isQuestion }
        return first == control ? path : "\(control):\(path)"
    }

    private func isAsShown(_ shown: FormEntries.Shown, _ node: FormSession.Node, _ widget: FormWidget) -> Bool {
        entered(shown.control, node, widget) == shown.before
    }

    /// What the fields of a question show now.
    func entered(_ control: Int, _ node: FormSession.Node, _ widget: FormWidget) -> String {
        if let refused = refused[node], refused.control == control { return refused.entered }
        var copy = session
        let values = form.controls[control].choices == nil ? [] : copy.choices(of: control, at: node, withLabels: false).map(\.value)
        return widget.entered(session.answer(of: node), choices: values)
    }

    private mutating func enter(_ entered: String, _ control: Int, _ node: FormSession.Node, _ widget: FormWidget) {
        refused[node] = nil
        if let complaint = attempt(entered, node, widget) {
            refused[node] = Refused(control: control, entered: entered, complaint: complaint)
        }
    }

    /// Answers a question; a draft may take back what is required.
    private mutating func attempt(_ entered: String, _ node: FormSession.Node, _ widget: FormWidget) -> FormComplaint? {
        guard entered.utf8.count <= Self.longestAnswer else { return .phrase(.formNotText) }
        if let phrase = widget.complaint(entered) { return .phrase(phrase) }
        switch session.answer(node, widget.answer(entered)) {
        case .accepted, .readonly, .notRelevant: return nil
        case .required:
            session.clear(node)
            return nil
        case let outcome: return FormComplaint(outcome, widget)
        }
    }

    /// Tries again what was refused: another answer may have made it right. What is gone is forgotten.
    private mutating func reconsider() {
        for (node, entry) in refused.sorted(by: { session.path(of: $0.key) < session.path(of: $1.key) }) {
            guard session.node(at: session.path(of: node)) == node, session.isRelevant(node), !session.isReadonly(node) else {
                refused[node] = nil
                continue
            }
            enter(entry.entered, entry.control, node, FormWidget(form.controls[entry.control], form.fields[session.field(of: node)].type))
        }
        if !refused.isEmpty { settle() }
    }

    // MARK: Buttons

    private mutating func press(_ button: FormButton) {
        switch button {
        case .update, .page: break
        case .finish: isChecked = true
        case .language(let language): session.choose(language: language)
        case .clear(let path):
            guard let node = session.node(at: path), form.fields[session.field(of: node)].children.isEmpty, session.isRelevant(node),
                !session.isReadonly(node), let control = form.controls.firstIndex(where: { $0.field == session.field(of: node) && $0.kind.isQuestion })
            else { return }
            enter("", control, node, FormWidget(form.controls[control], form.fields[session.field(of: node)].type))
            target = FormView.id(control, session.path(of: session.parent(of: node) ?? session.root))
        case .add(let control, let parent):
            guard form.controls.indices.contains(control), form.controls[control].hasFreeCount, let parent = session.node(at: parent),
                session.isRepeatRelevant(control, in: parent), !session.isReadonly(parent), instanceCount < Self.mostInstances,
                let node = session.addInstance(of: control, in: parent)
            else { return }
            target = FormView.id(control, session.path(of: node))
        case .remove(let path):
            guard let node = session.node(at: path), let control = loop(of: node), form.controls[control].hasFreeCount, session.isRelevant(node),
                !session.isReadonly(node)
            else { return }
            let parent = session.parent(of: node) ?? session.root
            session.removeInstance(node)
            removals += 1
            target = FormView.id(control, session.path(of: parent))
        }
    }

    private func loop(of node: FormSession.Node) -> Int? {
        form.controls.firstIndex { $0.kind == .loop && $0.field == session.field(of: node) }
    }

    private var instanceCount: Int {
        form.fields.indices.filter { form.fields[$0].isRepeat }.reduce(0) { $0 + session.nodes(of: $1, below: session.root).count }
    }

    // MARK: What follows by itself

    /// Repeats get the instances that their counts ask for; answers that are no choice any more go, as when the phone app shows such a question.
    private mutating func settle() {
        for _ in 0..<4 {
            var hasChanged = false
            settle(form.body, session.root, &hasChanged)
            guard hasChanged else { return }
        }
    }

    private mutating func settle(_ controls: [Int], _ context: FormSession.Node, _ hasChanged: inout Bool) {
        for control in controls {
            let kind = form.controls[control].kind
            if kind == .loop {
                guard let field = form.controls[control].field, let above = form.fields[field].parent,
                    let parent = session.node(of: above, from: context), session.isRelevant(parent)
                else { continue }
                match(control, parent, &hasChanged)
                for instance in session.instances(of: control, in: parent) where session.isRelevant(instance) {
                    settle(form.controls[control].children, instance, &hasChanged)
                }
                continue
            }
            var node = context
            if let field = form.controls[control].field {
                guard let own = session.node(of: field, from: context), session.isRelevant(own) else { continue }
                node = own
            }
            if kind == .group {
                settle(form.controls[control].children, node, &hasChanged)
            } else if form.controls[control].choices != nil {
                prune(control, node, &hasChanged)
            }
        }
    }

    private mutating func match(_ control: Int, _ parent: FormSession.Node, _ hasChanged: inout Bool) {
        let before = session.instances(of: control, in: parent).count
        guard let wanted = session.count(of: control, in: parent), wanted != before, wanted < before || instanceCount < Self.mostInstances else {
            return
        }
        session.matchCount(of: control, in: parent)
        let after = session.instances(of: control, in: parent).count
        if after < before { removals += 1 }
        if after != before { hasChanged = true }
    }

    private mutating func prune(_ control: Int, _ node: FormSession.Node, _ hasChanged: inout Bool) {
        let answer = session.answer(of: node)
        guard !answer.isEmpty, !session.isReadonly(node), form.controls[control].attributes["query"] == nil else { return }
        let known = Set(session.choices(of: control, at: node, withLabels: false).map(\.value))
        let isSingle = form.controls[control].kind == .select1
        let kept = isSingle ? (known.contains(answer) ? answer : "") : answer.split(separator: " ").filter { known.contains(String($0)) }.joined(separator: " ")
        guard kept != answer else { return }
        if session.answer(node, kept) != .accepted { session.clear(node) }
        hasChanged = true
    }

    // MARK: The end

    /// What stands against finishing, in the form's order.
    func complaints() -> [(node: FormSession.Node, complaint: FormComplaint)] {
        var copy = session
        var found: [(node: FormSession.Node, complaint: FormComplaint)] = []
        var told: Set<FormSession.Node> = []
        for (node, outcome) in copy.faults() where refused[node] == nil {
            let control = form.controls.first { $0.field == session.field(of: node) && $0.kind.isQuestion }
            let widget = control.map { FormWidget($0, form.fields[session.field(of: node)].type) } ?? .line
            guard let complaint = FormComplaint(outcome, widget), told.insert(node).inserted else { continue }
            found.append((node, complaint))
        }
        guard !refused.isEmpty else { return found }
        found += refused.map { ($0.key, $0.value.complaint) }
        let order = Dictionary(session.entries.enumerated().map { ($0.element.path, $0.offset) }, uniquingKeysWith: { first, _ in first })
        return found.sorted { order[session.path(of: $0.node)] ?? 0 < order[session.path(of: $1.node)] ?? 0 }
    }

    /// The answer as it would be sent; nil while something stands against it.
    package func document(at now: Instant) -> String? {
        guard complaints().isEmpty else { return nil }
        var copy = session
        copy.surroundings.now = now
        copy.finish()
        return copy.document()
    }

    /// The answer as it stands, to be taken up again.
    package var draft: String { session.document(keepsIrrelevant: true) }
}

/// Why an entry cannot stay as it is.
enum FormComplaint: Sendable, Hashable {
    /// In the words of the form.
    case message(String)
    case phrase(Phrase)
    /// An answer lacks; in the words of the form, if it has any.
    case missing(String?)

    init?(_ outcome: FormSession.Outcome, _ widget: FormWidget) {
        switch outcome {
        case .accepted, .readonly, .notRelevant: return nil
        case .constraint(let message): self = message.flatMap { $0.isEmpty ? nil : .message($0) } ?? .phrase(.formConstraint)
        case .required(let message): self = .missing(message.flatMap { $0.isEmpty ? nil : $0 })
        case .malformed: self = .phrase(widget.malformed)
        case .notAChoice: self = .phrase(.formNotAChoice)
        }
    }

    var isMissing: Bool { if case .missing = self { true } else { false } }
}

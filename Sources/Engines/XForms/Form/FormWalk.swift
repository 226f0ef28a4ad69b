/// A way through a form from the first question to the last, as the phone app goes: one event after the other, irrelevant ones left out.
///
/// Repeats with a count get their instances when the walk comes to them; for others it offers a new instance after the last.
public struct FormWalk: Sendable {
    public enum Event: Sendable, Hashable {
        case question(control: Int, node: FormSession.Node)
        /// A question that only shows its value.
        case shown(control: Int, node: FormSession.Node)
        case group(control: Int, node: FormSession.Node)
        case instance(control: Int, node: FormSession.Node)
        /// Another instance may be added (`FormWalk.addInstance`); the next step passes on.
        case offer(control: Int, parent: FormSession.Node, position: Int)
        case end
    }

    private enum Frame: Sendable {
        case controls([Int], next: Int, context: FormSession.Node)
        case loop(control: Int, next: Int, parent: FormSession.Node, hasOffered: Bool)
    }

    private var frames: [Frame]

    public init(_ session: FormSession) {
        frames = [.controls(session.form.body, next: 0, context: session.root)]
    }

    /// The next event; the session may be changed between steps.
    public mutating func step(_ session: inout FormSession) -> Event {
        while let frame = frames.popLast() {
            switch frame {
            case .controls(let controls, let next, let context):
                guard next < controls.count else { continue }
                frames.append(.controls(controls, next: next + 1, context: context))
                if let event = enter(controls[next], context, session) { return event }
            case .loop(let control, let next, let parent, let hasOffered):
                if let event = advance(control, next, parent, hasOffered, &session) { return event }
            }
        }
        return .end
    }

    private mutating func enter(_ control: Int, _ context: FormSession.Node, _ session: FormSession) -> Event? {
        let form = session.form
        let kind = form.controls[control].kind
        if kind == .loop {
            guard let field = form.controls[control].field, let above = form.fields[field].parent,
                let parent = session.node(of: above, from: context), session.isRelevant(parent)
            else { return nil }
            frames.append(.loop(control: control, next: 0, parent: parent, hasOffered: false))
            return nil
        }
        var node = context
        if let field = form.controls[control].field {
            guard let found = session.node(of: field, from: context) else { return nil }
            node = found
        }
        guard session.isRelevant(node) else { return nil }
        if kind == .group {
            frames.append(.controls(form.controls[control].children, next: 0, context: node))
            return .group(control: control, node: node)
        }
        return session.isReadonly(node) ? .shown(control: control, node: node) : .question(control: control, node: node)
    }

    private mutating func advance(
        _ control: Int, _ next: Int, _ parent: FormSession.Node, _ hasOffered: Bool, _ session: inout FormSession
    ) -> Event? {
        let form = session.form
        let instances = session.instances(of: control, in: parent)
        if next < instances.count {
            frames.append(.loop(control: control, next: next + 1, parent: parent, hasOffered: false))
            guard session.isRelevant(instances[next]) else { return nil }
            frames.append(.controls(form.controls[control].children, next: 0, context: instances[next]))
            return .instance(control: control, node: instances[next])
        }
        if let count = session.count(of: control, in: parent) {
            guard next < count, session.addInstance(of: control, in: parent) != nil else { return nil }
            frames.append(.loop(control: control, next: next, parent: parent, hasOffered: false))
            return nil
        }
        guard form.controls[control].hasFreeCount, !hasOffered, session.isRepeatRelevant(control, in: parent) else { return nil }
        frames.append(.loop(control: control, next: next, parent: parent, hasOffered: true))
        return .offer(control: control, parent: parent, position: next)
    }

    /// Accepts an offer: adds the instance and goes into it.
    public mutating func addInstance(_ session: inout FormSession) -> FormSession.Node? {
        guard case .loop(let control, let next, let parent, true)? = frames.last,
            let node = session.addInstance(of: control, in: parent)
        else { return nil }
        frames[frames.count - 1] = .loop(control: control, next: next + 1, parent: parent, hasOffered: false)
        frames.append(.controls(session.form.controls[control].children, next: 0, context: node))
        return node
    }
}

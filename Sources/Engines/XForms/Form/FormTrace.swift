/// Plays answers into a form along a walk and records every event, in the terms of the reference traces.
public struct FormTrace: Sendable {
    /// One row: what came at a step and what was given.
    public struct Row: Sendable, Hashable {
        public var step: Int
        /// QUESTION, READONLY, GROUP, REPEAT, NEW_REPEAT or ADDED.
        public var event: String
        public var path: String
        public var type: FormDataType?
        public var isRequired: Bool?
        public var given: String?
        /// OK, CONSTRAINT, REQUIRED, MALFORMED or CHOICE.
        public var status: String?

        public init(
            step: Int, event: String, path: String, type: FormDataType? = nil, isRequired: Bool? = nil, given: String? = nil,
            status: String? = nil
        ) {
            (self.step, self.event, self.path, self.type) = (step, event, path, type)
            (self.isRequired, self.given, self.status) = (isRequired, given, status)
        }
    }

    /// What is given: answers by path, tried one after the other until one is accepted, and the offers of new instances that are taken.
    public struct Script: Sendable {
        public var answers: [String: [String]] = [:]
        public var added: Set<String> = []

        public init() {}
    }

    public private(set) var rows: [Row] = []

    /// Walks to the end of the form.
    public init(_ session: inout FormSession, _ script: Script) {
        var walk = FormWalk(session)
        var step = 0
        while true {
            let event = walk.step(&session)
            step += 1
            switch event {
            case .end: return
            case .group(_, let node): rows.append(Row(step: step, event: "GROUP", path: session.path(of: node, indexesAll: true)))
            case .instance(_, let node): rows.append(Row(step: step, event: "REPEAT", path: session.path(of: node, indexesAll: true)))
            case .shown(_, let node):
                rows.append(
                    Row(
                        step: step, event: "READONLY", path: session.path(of: node, indexesAll: true),
                        type: session.form.fields[session.field(of: node)].type, isRequired: session.isRequired(node)))
            case .question(_, let node): ask(node, step, &session, script)
            case .offer(let control, let parent, let position):
                let name = session.form.controls[control].field.map { session.form.fields[$0].name } ?? ""
                let path = session.path(of: parent, indexesAll: true) + "/\(name)[\(position + 1)]"
                rows.append(Row(step: step, event: "NEW_REPEAT", path: path))
                guard script.added.contains(path), walk.addInstance(&session) != nil else { continue }
                rows.append(Row(step: step, event: "ADDED", path: path))
            }
        }
    }

    private mutating func ask(_ node: FormSession.Node, _ step: Int, _ session: inout FormSession, _ script: Script) {
        let path = session.path(of: node, indexesAll: true)
        var row = Row(
            step: step, event: "QUESTION", path: path, type: session.form.fields[session.field(of: node)].type,
            isRequired: session.isRequired(node))
        let answers = script.answers[path] ?? []
        if answers.isEmpty { rows.append(row) }
        for answer in answers {
            row.given = answer
            let outcome = session.answer(node, answer)
            row.status = Self.status(outcome)
            rows.append(row)
            if outcome == .accepted { return }
        }
    }

    private static func status(_ outcome: FormSession.Outcome) -> String {
        switch outcome {
        case .accepted: "OK"
        case .constraint: "CONSTRAINT"
        case .required: "REQUIRED"
        case .notAChoice: "CHOICE"
        case .malformed, .readonly, .notRelevant: "MALFORMED"
        }
    }
}

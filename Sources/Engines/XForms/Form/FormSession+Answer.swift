/// Answers: their reading, the checks, the changes they make.
extension FormSession {
    /// What came of an answer.
    public enum Outcome: Sendable, Hashable {
        /// It stands, and what follows from it is computed.
        case accepted
        /// The constraint of the field forbids it.
        case constraint(message: String?)
        /// An answer is required.
        case required(message: String?)
        /// It is no value of the field's type.
        case malformed(String)
        /// The question shows its value only.
        case readonly
        /// It is none of the choices.
        case notAChoice(String)
        /// The question is not asked as things are.
        case notRelevant
    }

    /// Answers a question; the empty text takes an answer back.
    ///
    /// A refused answer changes nothing.
    public mutating func answer(_ node: Node, _ text: String) -> Outcome {
        let number = node.number
        steps = 0
        guard isAlive(number) else { return .notRelevant }
        let field = form.fields[Int(tree.field[Int(number)])]
        guard field.children.isEmpty else { return .malformed("a group has no answer") }
        let flags = tree.flags[Int(number)]
        guard flags.contains(.relevant) else { return .notRelevant }
        guard !flags.contains(.readonly) else { return .readonly }
        let canonical: String
        switch FormAnswer.canonical(text, field.type, offsetSeconds: offsetSeconds) {
        case .failure(let fault): return .malformed(fault.message)
        case .success(let text): canonical = text
        }
        if canonical.isEmpty {
            if flags.contains(.required) { return .required(message: message(field.bind?.requiredMessage, number)) }
        } else {
            if let wrong = unlisted(canonical, number, field) { return .notAChoice(wrong) }
            if !meetsConstraint(canonical, number, field) { return .constraint(message: message(field.bind?.constraintMessage, number)) }
        }
        if tree.text[Int(number)] != canonical {
            set(canonical, at: number)
            propagate()
            runChanged(number)
        }
        return .accepted
    }

    /// Takes back an answer whether it is required or not, as a draft may.
    public mutating func clear(_ node: Node) {
        guard isAlive(node.number) else { return }
        steps = 0
        set("", at: node.number)
        propagate()
    }

    /// All that stands against sending: required answers that lack, answers that a constraint forbids.
    public mutating func faults() -> [(node: Node, outcome: Outcome)] {
        steps = 0
        var result: [(node: Node, outcome: Outcome)] = []
        for number in tree.subtree(of: 0) {
            let field = form.fields[Int(tree.field[Int(number)])]
            let flags = tree.flags[Int(number)]
            guard field.children.isEmpty, flags.contains(.relevant) else { continue }
            let text = tree.text[Int(number)]
            if text.isEmpty {
                guard flags.contains(.required) else { continue }
                result.append((Node(number: number), .required(message: message(field.bind?.requiredMessage, number))))
            } else if !meetsConstraint(text, number, field) {
                result.append((Node(number: number), .constraint(message: message(field.bind?.constraintMessage, number))))
            }
        }
        return result
    }

    private mutating func meetsConstraint(_ text: String, _ number: Int32, _ field: FormField) -> Bool {
        guard let code = field.bind?.constraintCode else { return true }
        candidate = (number, typed(text, field.type))
        defer { candidate = (-1, .blank) }
        do throws(XPathFault) {
            return try truth(code, XPathScope(at: number))
        } catch {
            note(error, at: field.place, field.bind?.constraint ?? "")
            return false
        }
    }

    /// The part of an answer that is none of the choices; nil where all are, or the choices are not known here.
    private mutating func unlisted(_ text: String, _ number: Int32, _ field: FormField) -> String? {
        guard let control = form.choiceControl[Int(tree.field[Int(number)])], form.controls[control].attributes["query"] == nil else {
            return nil
        }
        let known = choices(of: control, at: Node(number: number), withLabels: false)
        guard !known.isEmpty else { return nil }
        let parts = field.type == .selectMultiple ? text.split(separator: " ").map(String.init) : [text]
        if parts.count > 8 {
            let values = Set(known.map(\.value))
            return parts.first { !values.contains($0) }
        }
        return parts.first { part in !known.contains { $0.value == part } }
    }

    func isAlive(_ number: Int32) -> Bool {
        number >= 0 && number < Int32(tree.count) && !tree.flags[Int(number)].contains(.removed)
    }

    private mutating func message(_ text: FormText?, _ number: Int32) -> String? { text.map { shown($0, at: number).text } }

    /// A computed value as the text of a field.
    func text(of value: XPathValue, as type: FormDataType) throws(XPathFault) -> String {
        guard !value.isBlank else { return "" }
        switch type {
        case .integer, .long:
            let number = value.number(offsetSeconds: offsetSeconds)
            return number.isNaN ? "" : "\(number.saturatedInt)"
        case .decimal:
            let number = value.number(offsetSeconds: offsetSeconds)
            return number.isNaN ? "" : number.javaText
        case .boolean: return value.truth ? "true" : "false"
        case .date, .dateTime:
            guard case .date(let moment) = try date(from: value, keepsTime: type == .dateTime) else { return "" }
            return type == .date
                ? FormMoment.dateText(moment, offsetSeconds: offsetSeconds)
                : FormMoment.dateTimeText(moment, offsetSeconds: offsetSeconds)
        case .time:
            guard case .date(let moment) = value else { return value.text(offsetSeconds: offsetSeconds) }
            let midnight = FormMoment.midnight(FormMoment.day(of: moment, offsetSeconds: offsetSeconds), offsetSeconds: offsetSeconds)
            return FormMoment.timeText(ofDay: moment - midnight, offsetSeconds: offsetSeconds)
        default: return value.text(offsetSeconds: offsetSeconds)
        }
    }
}

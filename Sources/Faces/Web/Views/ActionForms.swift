internal import Cases
internal import City
internal import Workflows

/// A form for every action that the reader may take now, made from the workflow's own needs.
struct ActionForms {
    let view: CaseView
    let city: City
    let reader: Reader
    let target: Route
    /// Made for this copy of the page, so that a form sent twice acts once.
    let key: String
    /// The departments that the rules of the city name; a person confirms.
    var suggested: [String] = []
    /// What was tried and not carried out.
    var attempt: Attempt?
    /// Whether the reporter reads it, who needs no warning that the reporter reads along.
    var isReporter = false

    func html(_ permitted: [(action: Workflow.Action, orders: [Int])]) -> HTML {
        guard !(isReporter && permitted.isEmpty && attempt == nil) else { return HTML() }
        let heading = reader.say(isReporter ? .yourTurn : .actions)
        let forms = ordered(permitted)
        let open = forms.firstIndex { isTried($0.action, $0.order) } ?? forms.firstIndex { rank(of: $0.action) == 0 }
        let parts = forms.enumerated().map { form($0.element.action, order: $0.element.order, isOpen: $0.offset == open) }
        let none: HTML? = forms.isEmpty ? "<p class=\"empty\">\(reader.say(.noActions))</p>" : nil
        return """
            <section class="act" id="actions" tabindex="-1"><h2>\(heading)</h2>\(isShown(in: permitted) ? nil : unsent())\(none)\(parts)</section>

            """
    }

    /// Whether the form that was tried stands here again.
    func isShown(in permitted: [(action: Workflow.Action, orders: [Int])]) -> Bool {
        ordered(permitted).contains { isTried($0.action, $0.order) }
    }

    /// One form for each action and order: what takes the case on first, otherwise as the procedure has them.
    private func ordered(
        _ permitted: [(action: Workflow.Action, orders: [Int])]
    ) -> [(action: Workflow.Action, order: Int?)] {
        let forms = permitted.flatMap { action, orders -> [(action: Workflow.Action, order: Int?)] in
            orders.isEmpty ? [(action, nil)] : orders.map { (action, $0) }
        }
        return (0...3).flatMap { rank in forms.filter { self.rank(of: $0.action) == rank } }
    }

    /// 0 for the step that takes the case on – its form stands open –, 1 for others of that kind, 3 for notes and pauses.
    private func rank(of action: Workflow.Action) -> Int {
        switch action.verb {
        case .triage: action.to != nil ? 0 : 2
        case .reportIn, .handle, .verify, .rate, .move: 0
        case .dispatch, .assign: view.file.state.hasOpenOrders ? 1 : 0
        case .whistle, .decline, .sendBack, .reopen: 1
        case .note, .pause, .resume, .escalate: 3
        default: 2
        }
    }

    private func isTried(_ action: Workflow.Action, _ order: Int?) -> Bool {
        guard let attempt else { return false }
        return attempt.action == action.name.rawValue && attempt.order == order
    }

    /// What was written for an action that cannot be taken any more.
    private func unsent() -> HTML? {
        guard let attempt else { return nil }
        let words = ["text", "reason"].compactMap { attempt.fields[$0] }.joined(separator: "\n")
        let note: HTML? = words.isEmpty ? nil : "<h3>\(reader.say(.unsent))</h3><p class=\"words matter\">\(words)</p>"
        return note
    }

    private func form(_ action: Workflow.Action, order: Int?, isOpen: Bool) -> HTML {
        let prefix = "\(action.name.rawValue)-\(order ?? 0)"
        let isTried = isTried(action, order)
        let department: HTML? = order.flatMap { number in view.file.state.orders.first { $0.number == number } }
            .map { " – \(Words.organisation($0.organisation, reader, in: city))" }
        let number: HTML? = order.map { Fields.hidden("order", String($0)) }
        let fields = Fields(prefix: prefix, reader: reader, entered: isTried ? attempt?.fields : nil)
        let mark: HTML? = isTried ? " open id=\"tried\"" : isOpen ? " open" : nil
        return """
            <details\(mark)><summary>\(Words.label(action.title, reader))\(department)</summary><div class="inside">
            <form method="post" action="\(target.path)" enctype="multipart/form-data">
            \(Layout.token(reader))\(Fields.hidden("action", action.name.rawValue))\(number)\
            \(Fields.hidden("seen", String(view.file.revision)))\(Fields.hidden("key", key + "-" + prefix))
            \(needs(of: action, fields: fields, stored: isTried ? attempt?.photos ?? [] : []))
            <p class="press"><button class="primary">\(Words.label(action.title, reader))</button></p>
            </form></div></details>

            """
    }

    private func needs(of action: Workflow.Action, fields: Fields, stored: [String]) -> [HTML] {
        var parts = action.needs.map { field($0, action: action, fields: fields, stored: stored) }
        if action.verb == .triage {
            if !action.needs.contains(.requestClass) { parts.append(classField(fields, required: false)) }
            if !action.needs.contains(.area) { parts.append(areaField(fields, required: false)) }
            parts.append(priorityField(fields))
        }
        let hasWords = action.needs.contains { need in
            switch need {
            case .text, .reason: true
            default: false
            }
        }
        if !hasWords { parts.append(fields.area("text", .textOptional, hint: textHint, rows: 2)) }
        let wantsPhotos = action.needs.contains { need in
            if case .photos = need { true } else { false }
        }
        if !wantsPhotos, ActionForms.mayShowPhotos.contains(action.verb) { parts.append(fields.photos(.photos, stored: stored)) }
        return parts
    }

    private static let mayShowPhotos: Set<Verb> = [.note, .verify, .sendBack, .reopen]

    private var textHint: Phrase? { isReporter ? nil : .textHint }

    private func field(_ need: Workflow.Requirement, action: Workflow.Action, fields: Fields, stored: [String]) -> HTML {
        switch need {
        case .text: return fields.area("text", .text, required: true, hint: textHint)
        case .photos: return fields.photos(.evidence, stored: stored, required: true)
        case .form(let name): return fields.area("answer-\(name)", Phrase(name, name), required: true)
        case .organisation:
            let choices = departments()
            return fields.choice(
                "organisation", .department, options: [Fields.Option("", reader.say(.choose))] + choices,
                selected: suggested.first, required: true)
        case .organisations(let least):
            let choices = departments()
            return fields.checks("organisation", .departments.with("\(least)"), options: choices, selected: suggested)
                + fields.choice(
                    "lead", .leadDepartment, options: [Fields.Option("", reader.say(.nobody))] + choices, selected: suggested.first)
        case .requestClass: return classField(fields, required: true)
        case .area: return areaField(fields, required: true)
        case .reason:
            let reasons = view.file.workflow.pauseReasons
            guard action.verb == .pause, !reasons.isEmpty else {
                return fields.area("reason", .reason, required: true, hint: textHint)
            }
            return fields.choice(
                "reason", .reason, options: reasons.map { .init($0.name, Words.label($0.title, reader)) }, required: true)
        case .otherCase:
            return fields.text("other-case", .otherCase, required: true, hint: .referenceHint.with(city.referencePrefix))
        case .rating: return ratingField(fields)
        }
    }

    private func ratingField(_ fields: Fields) -> HTML {
        let rules = view.file.workflow.rating
        let scale = min(max(1, rules?.scale ?? 5), 10)
        let options = (1...scale).reversed().map { Fields.Option(String($0), Words.stars($0, of: scale, reader)) }
        return fields.radios("rating", .rating, options: options, hint: rules.map { .ratingHint.with("\($0.contentFrom)") })
    }
}

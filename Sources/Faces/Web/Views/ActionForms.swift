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
    let suggested: [String]

    func html(_ permitted: [(action: Workflow.Action, orders: [Int])]) -> HTML {
        guard !permitted.isEmpty else { return "<p class=\"empty\">\(reader.say(.noActions))</p>" }
        let forms = permitted.flatMap { action, orders -> [HTML] in
            orders.isEmpty ? [form(action, order: nil)] : orders.map { form(action, order: $0) }
        }
        return "<h2>\(reader.say(.actions))</h2>\(forms)"
    }

    private func form(_ action: Workflow.Action, order: Int?) -> HTML {
        let prefix = "\(action.name.rawValue)-\(order ?? 0)"
        let department: HTML? = order.flatMap { number in view.file.state.orders.first { $0.number == number } }
            .map { " – \(Words.organisation($0.organisation, reader, in: city))" }
        let number: HTML? = order.map { Fields.hidden("order", String($0)) }
        return """
            <details class="action"><summary>\(Words.label(action.title, reader))\(department)</summary>
            <form method="post" action="\(target.path)" enctype="multipart/form-data">
            \(Layout.token(reader))\(Fields.hidden("action", action.name.rawValue))\(number)\
            \(Fields.hidden("seen", String(view.file.revision)))\(Fields.hidden("key", key + "-" + prefix))
            \(needs(of: action, prefix: prefix))
            <p><button class="primary">\(Words.label(action.title, reader))</button></p>
            </form></details>
            """
    }

    private func needs(of action: Workflow.Action, prefix: String) -> [HTML] {
        var fields = action.needs.map { field($0, action: action, prefix: prefix) }
        if !action.needs.contains(.text) { fields.append(Fields.area("text", reader.say(.text), rows: 2, prefix: prefix)) }
        return fields
    }

    private func field(_ need: Workflow.Requirement, action: Workflow.Action, prefix: String) -> HTML {
        switch need {
        case .text: return Fields.area("text", reader.say(.text), required: true, prefix: prefix)
        case .photos: return Fields.file("photos", reader.say(.photos), required: true, prefix: prefix)
        case .form(let name): return Fields.area("answer-\(name)", name, required: true, prefix: prefix)
        case .organisation:
            return Fields.choice(
                "organisation", reader.say(.department), options: organisations(), selected: suggested.prefix(1).map { $0 },
                required: true, prefix: prefix)
        case .organisations:
            return Fields.choice(
                "organisation", reader.say(.departments), options: organisations(), selected: suggested, required: true,
                multiple: true, prefix: prefix)
                + Fields.choice(
                    "lead", reader.say(.lead), options: [Fields.Option("", "–")] + organisations(),
                    selected: suggested.prefix(1).map { $0 }, prefix: prefix)
        case .requestClass:
            return Fields.choice(
                "class", reader.say(.requestClass), options: classes(), selected: [view.line.requestClass?.rawValue ?? ""],
                required: true, prefix: prefix)
        case .area:
            return Fields.choice(
                "area", reader.say(.area), options: areas(), selected: [view.line.area?.rawValue ?? ""], required: true,
                prefix: prefix)
        case .reason:
            let reasons = view.file.workflow.pauseReasons
            guard action.verb == .pause, !reasons.isEmpty else {
                return Fields.area("reason", reader.say(.reason), required: true, prefix: prefix)
            }
            return Fields.choice(
                "reason", reader.say(.reason), options: reasons.map { .init($0.name, Words.label($0.title, reader)) },
                required: true, prefix: prefix)
        case .otherCase: return Fields.text("other-case", reader.say(.otherCase), required: true, prefix: prefix)
        case .rating:
            let scale = view.file.workflow.rating?.scale ?? 5
            let options = (1...max(1, scale)).reversed().map { Fields.Option(String($0), String(repeating: "★", count: $0)) }
            return Fields.choice("rating", reader.say(.rating), options: options, required: true, prefix: prefix)
        }
    }

    private func organisations() -> [Fields.Option] {
        city.organisations.all.map { Fields.Option($0.code.rawValue, reader.say($0.name)) }
    }

    private func classes() -> [Fields.Option] {
        city.classes.all.map { requestClass in
            let major = city.classes.majors.first { $0.key == requestClass.major && $0.kind == requestClass.kind }
            return Fields.Option(requestClass.code.rawValue, reader.say(requestClass.name), group: major.map { reader.say($0.name) })
        }
    }

    /// The street of the case and what lies in it; the streets of the county or city where it is not known.
    private func areas() -> [Fields.Option] {
        let territory = city.territory
        if let area = view.line.area, let street = territory.ancestor(of: area, at: .street) {
            return territory.descendants(of: street).prefix(300).map { .init($0.code.rawValue, reader.say($0.name)) }
        }
        return territory.areas(at: .street).map { street in
            let county = street.parent.flatMap { territory.area($0)?.name }.map { reader.say($0) }
            return Fields.Option(street.code.rawValue, reader.say(street.name), group: county)
        }
    }
}

/// What telephones take and what yet means something else than its author thought. All are warnings.
struct XLSHints {
    private let form: XLSConverted
    private let questions: Set<String>
    /// What a filter of choices can read.
    private let columns: Set<String>

    init(_ form: XLSConverted) {
        self.form = form
        questions = Set(form.paths.names)
        columns = form.choices.lists.reduce(into: ["name", "label", "itextId", "list_name"]) { columns, list in
            for choice in list.choices { for (name, _) in choice.extra { columns.insert(name) } }
        }
    }

    func check(_ element: XLSElement, _ findings: inout XLSFindings) {
        for name in ["relevant", "constraint", "calculate", "required", "readonly"] {
            guard let setting = element.bound(name), let expression = XLSFormula.expression(setting.value) else { continue }
            let parts = expression.parts
            checkNames(parts, at: setting.spot, &findings)
            checkDates(parts, at: setting.spot, &findings)
            if name == "constraint" { checkConstraint(parts, setting, &findings) }
        }
        checkFilter(element, &findings)
        checkInitial(element, &findings)
    }

    /// A name of one step that is no path from the root and no reference.
    private static func bareName(_ part: XPathExpression) -> String? {
        guard case .path(let path) = part, path.start == .context, path.steps.count == 1, path.steps[0].axis == .child else { return nil }
        let name = path.steps[0].name
        // Underlines alone stand for a reference.
        return name.utf8.allSatisfy { $0 == UInt8(ascii: "_") } ? nil : name
    }

    private func checkNames(_ parts: [XPathExpression], at spot: XLSBook.Spot, _ findings: inout XLSFindings) {
        for name in Set(parts.compactMap(Self.bareName)).intersection(questions).sorted() {
            findings.warning(
                "“\(name)” stands without braces, and so is no question", at: spot, advice: "write ${\(name)}, or '\(name)' for the word itself")
        }
    }

    private func checkDates(_ parts: [XPathExpression], at spot: XLSBook.Spot, _ findings: inout XLSFindings) {
        for case .chain(.number(let year), let links) in parts where (1900...2100).contains(year) && links.count >= 2 {
            guard case .number(let month) = links[0].right, case .number(let day) = links[1].right, links[0].operation == .subtract,
                links[1].operation == .subtract, (1...12).contains(month), (1...31).contains(day)
            else { continue }
            findings.warning("a date without quotation marks is a subtraction", at: spot, advice: "write date('2026-01-31')")
        }
    }

    /// A condition on an answer that says nothing about any answer.
    private func checkConstraint(_ parts: [XPathExpression], _ setting: XLSElement.Setting, _ findings: inout XLSFindings) {
        guard XLSExpression(setting.value).references.isEmpty else { return }
        let looks = parts.contains { part in
            switch part {
            case .path: Self.bareName(part) == nil
            // They say outright that any answer, or none, will do.
            case .call("true", _), .call("false", _): true
            default: false
            }
        }
        guard !looks else { return }
        findings.warning("the constraint does not look at the answer", at: setting.spot, advice: "the answer is written . as in . >= 0 and . <= 120")
    }

    private func checkFilter(_ element: XLSElement, _ findings: inout XLSFindings) {
        guard let filter = element.filter, let select = element.select, select.kind != .external, !select.hasOther, form.choices[select.list] != nil,
            let expression = XLSFormula.expression(filter.text)
        else { return }
        for name in Set(expression.parts.compactMap(Self.bareName)).subtracting(columns).sorted() where name != "*" {
            let near = questions.contains(name) ? "${\(name)}" : findings.suggestion(for: name, among: columns)
            findings.warning(
                "the sheet choices has no column “\(name)” with anything in it", at: filter.spot,
                advice: near.map { "did you mean \($0)?" } ?? "then no choice is shown")
        }
    }

    private func checkInitial(_ element: XLSElement, _ findings: inout XLSFindings) {
        guard let initial = element.initial, !element.isInitialDynamic, !initial.text.isEmpty else { return }
        if let select = element.select {
            guard !select.isFromFile, let list = form.choices[select.list] else { return }
            let names = Set(list.choices.map(\.name.text))
            let given = select.kind == .one ? [initial.text] : initial.text.split(separator: " ").map(String.init)
            for name in given where !names.contains(name) {
                findings.warning(
                    "the default “\(XLSChecks.short(name))” is no choice of the list “\(list.name)”", at: initial.spot, advice: "write the name of a choice")
            }
        } else if let type = element.valueType, type.special == .none, ["int", "decimal", "date", "time", "dateTime"].contains(type.type ?? "") {
            guard case .failure(let fault) = FormAnswer.canonical(initial.text, FormDataType(named: type.type ?? ""), offsetSeconds: 0) else { return }
            findings.warning("the default \(fault.message)", at: initial.spot)
        }
    }
}

extension XPathExpression {
    /// The expression and all inside of it, except for conditions in `[ ]`, whose names are those of other places.
    fileprivate var parts: [XPathExpression] {
        var result = [self]
        var next = 0
        while next < result.count {
            switch result[next] {
            case .number, .literal: break
            case .path(let path): if case .expression(let inner, _) = path.start { result.append(inner) }
            case .call(_, let arguments): result += arguments
            case .or(let all), .and(let all), .union(let all): result += all
            case .chain(let first, let links): result += [first] + links.map(\.right)
            case .negate(let inner): result.append(inner)
            }
            next += 1
        }
        return result
    }
}

internal import Documents

/// Finds what is wrong with a form that was read: references, formulas, triggers, missing labels, circles.
struct XLSChecks {
    let form: XLSConverted
    let table: XLSTable

    private let prefixes: Set<String>

    init(_ form: XLSConverted, table: XLSTable) { (self.form, self.table, prefixes) = (form, table, form.prefixes) }

    private var survey: XLSSurvey { form.survey }

    func run(_ findings: inout XLSFindings) {
        let hints = XLSHints(form)
        for (index, element) in survey.elements.enumerated() {
            for (text, spot) in element.formulas { checkFormula(text, at: spot, &findings) }
            checkOtherSettings(element, &findings)
            checkTexts(element, &findings)
            checkTriggers(element, &findings)
            checkShown(index, element, &findings)
            checkList(element, &findings)
            hints.check(element, &findings)
        }
        for list in form.choices.lists {
            for choice in list.choices {
                for cell in choice.label?.cells ?? [] { checkReferences(XLSExpression(cell.text, isFormula: false), at: cell.spot, &findings) }
            }
        }
        for lack in form.texts.missingFiles {
            findings.error(
                "the \(lack.kind) has no file for the form's own language “\(lack.language)”", at: lack.spot,
                advice: "telephones refuse such a form: give a file without a language as well")
        }
        for attribute in form.settings.attributes { checkPrefix(attribute.name, prefixes, at: attribute.spot, &findings) }
        // The name of a sent form is a formula of the element instanceName, which was checked with the others.
        for entity in form.entities where entity.updates && !form.instances.contains(where: { $0.name == entity.dataset }) {
            findings.error(
                "no question or file of the form reads the list “\(entity.dataset)” whose entry is changed", at: entity.spot,
                advice: "add select_one_from_file \(entity.dataset).csv, or a row of type csv-external")
        }
        for entity in form.entities { for cell in entity.formulas { checkFormula(cell.text, at: cell.spot, &findings) } }
        XLSCircles(form).report(&findings)
    }

    // MARK: Formulas and texts

    private func checkFormula(_ text: String, at spot: XLSBook.Spot, _ findings: inout XLSFindings) {
        let expression = XLSExpression(text)
        for fault in expression.faults { findings.error("at character \(fault.offset) of “\(Self.short(text))”: \(fault.message)", at: spot) }
        checkReferences(expression, at: spot, &findings, wereFaultsTold: true)
        for reference in expression.references where reference.isQuoted {
            findings.warning(
                "${\(reference.name)} stands in quotation marks and is not replaced by the answer", at: spot,
                advice: "join texts with concat('…', ${\(reference.name)})")
        }
        if expression.faults.isEmpty {
            for fault in XLSFormula.faults(text, calls: expression.calls) { findings.error(fault.message, at: spot, advice: fault.advice) }
        }
    }

    private func checkReferences(
        _ expression: XLSExpression, at spot: XLSBook.Spot, _ findings: inout XLSFindings, wereFaultsTold: Bool = false
    ) {
        if !wereFaultsTold { for fault in expression.faults { findings.error("at character \(fault.offset): \(fault.message)", at: spot) } }
        for name in Set(expression.references.map(\.name)).sorted() { checkReference(name, at: spot, &findings) }
    }

    private func checkReference(_ name: String, at spot: XLSBook.Spot, _ findings: inout XLSFindings) {
        switch form.paths.find(name) {
        case .one: break
        case .none:
            let near = findings.suggestion(for: name, among: form.paths.names)
            findings.error("there is no question named “\(name)”", at: spot, advice: near.map { "did you mean ${\($0)}?" } ?? "check the column name")
        case .several:
            let rows = survey.elements.filter { $0.name == name }.map { "\($0.spot.row)" }.joined(separator: ", ")
            findings.error("“\(name)” may mean several elements, in the rows \(rows)", at: spot, advice: "rename them so that ${\(name)} means one")
        }
    }

    static func short(_ text: String) -> String { text.count > 60 ? "\(text.prefix(60))…" : text }

    /// A prefix means nothing unless it was declared.
    private func checkPrefix(_ name: String, _ prefixes: Set<String>, at spot: XLSBook.Spot, _ findings: inout XLSFindings) {
        guard let colon = name.firstIndex(of: ":"), !prefixes.contains(String(name[..<colon])) else { return }
        let prefix = name[..<colon]
        if prefix == "entities" { return }
        findings.error(
            "the prefix of “\(name)” is not declared", at: spot, advice: "declare it in the column namespaces of the sheet settings: \(prefix)=\"http://…\"")
    }

    private func checkOtherSettings(_ element: XLSElement, _ findings: inout XLSFindings) {
        let formulas = Set(element.formulas.map(\.spot))
        for setting in element.control + element.instance + element.bind { checkPrefix(setting.name, prefixes, at: setting.spot, &findings) }
        for setting in element.control + element.instance + element.bind where !formulas.contains(setting.spot) {
            checkReferences(XLSExpression(setting.value, isFormula: false), at: setting.spot, &findings)
        }
        if let select = element.select, select.list.contains("${"), let reference = XLSExpression.only(select.list) {
            checkReference(reference.name, at: element.spot, &findings)
            if case .one(let target) = form.paths.find(reference.name), survey.nearestRepeat(above: target) == nil {
                findings.error("“\(reference.name)” is in no repeat, so its answers are no choices", at: element.spot)
            }
        }
        if let seed = element.parameters.first(where: { $0.name == "seed" }) {
            checkReferences(XLSExpression(seed.value, isFormula: false), at: element.spot, &findings)
        }
    }

    private func checkTexts(_ element: XLSElement, _ findings: inout XLSFindings) {
        let texts = [element.label, element.hint, element.guidance].compactMap { $0 } + element.messages.map(\.text) + element.media.map(\.text)
        for cell in texts.flatMap(\.cells) { checkReferences(XLSExpression(cell.text, isFormula: false), at: cell.spot, &findings) }
    }

    // MARK: Elements

    private func checkTriggers(_ element: XLSElement, _ findings: inout XLSFindings) {
        for (name, spot) in element.triggers {
            guard case .one(let index) = form.paths.find(name) else {
                checkReference(name, at: spot, &findings)
                continue
            }
            let trigger = survey.elements[index]
            if trigger.isSection {
                findings.error("a group cannot be a trigger", at: spot, advice: "name a question of it")
            } else if !trigger.isShown {
                findings.error("“\(name)” is not shown, so that nobody can change it", at: spot, advice: "name a question that people answer")
            }
        }
    }

    private func checkShown(_ index: Int, _ element: XLSElement, _ findings: inout XLSFindings) {
        guard !element.isSection else {
            if element.children.isEmpty, index > 0 {
                findings.error(
                    "the \(element.isRepeat ? "repeat" : "group") “\(element.name)” is empty", at: element.spot, advice: "put questions into it or take it out")
            }
            if element.isRepeat, element.label == nil, element.media.isEmpty { findings.warning("the repeat “\(element.name)” has no label", at: element.spot) }
            return
        }
        guard element.isShown, element.valueType?.special != .backgroundPosition else { return }
        if element.label == nil, element.media.isEmpty, element.hint == nil, !element.hasBlankLabel {
            findings.error(
                "the question “\(element.name)” has no label",
                at: XLSBook.Spot(sheet: element.spot.sheet, row: element.spot.row, column: table.spot(of: "label")?.column),
                advice: "write the question into the column label, or a hint")
        }
        if let big = element.media.first(where: { $0.kind == "big-image" }), !element.media.contains(where: { $0.kind == "image" }) {
            findings.error("a big-image needs an image", at: big.text.first?.spot ?? element.spot)
        }
    }

    private func checkList(_ element: XLSElement, _ findings: inout XLSFindings) {
        if let select = element.select, form.searched.contains(select.list) {
            let appearance = element.control.first { $0.name == "appearance" }
            if appearance.map({ XLSConverted.searches($0.value) }) != true {
                findings.error(
                    "the list “\(select.list)” is used with search() by another question and without it here", at: element.spot,
                    advice: "give each its own list")
            } else if select.file != nil {
                findings.error("search() and a select from a file do not go together", at: appearance?.spot ?? element.spot)
            }
        }
        guard let shown = element.parameters.first(where: { $0.name == "reference-geometry" })?.value else { return }
        if let reference = XLSExpression.only(shown) {
            if case .one(let index) = form.paths.find(reference.name), survey.elements[index].isRepeat { return }
            findings.error("reference-geometry names a repeat or a list, and ${\(reference.name)} is no repeat", at: element.spot)
        } else if !form.instances.contains(where: { $0.name == shown }) {
            findings.error(
                "reference-geometry names “\(shown)”, which is no list of the form", at: element.spot,
                advice: XLSSurveyReader.advice(for: shown, among: form.instances.map(\.name), findings))
        }
    }
}

/// The grammar of formulas: that of the evaluating half, told in the places of the cell.
enum XLSFormula {
    struct Fault: Sendable, Hashable {
        var message: String
        var advice: String?
    }

    static func faults(_ text: String, calls: [(name: String, offset: Int)]) -> [Fault] {
        let shown = XLSChecks.short(text)
        let expression: XPathExpression
        do {
            expression = try XPathExpression(parsing: plain(text))
        } catch {
            let place = error.offset.map { "at character \($0 + 1) of “\(shown)”: " } ?? "“\(shown)”: "
            return [Fault(message: place + error.message, advice: XLSHabit.advice(for: text, at: error.offset))]
        }
        var result: [Fault] = []
        for call in calls where !isKnown(call.name) {
            let near = call.name.utf8.count > 200 ? nil : Spelling.nearest(to: call.name, among: XPathFunction.named.keys.sorted() + others)
            result.append(
                Fault(
                    message: "at character \(call.offset) of “\(shown)”: the function “\(call.name)” is not known", advice: near.map { "did you mean “\($0)”?" }
                ))
        }
        var counts: [Fault] = []
        checkCounts(expression, &counts)
        return result + counts
    }

    /// A formula that can be read, with names of underlines in the place of references.
    static func expression(_ text: String) -> XPathExpression? { try? XPathExpression(parsing: plain(text)) }

    /// With a name of the same length in the place of every reference, so that offsets stay true.
    private static func plain(_ text: String) -> String {
        XLSExpression(text).pieces.map { piece in
            switch piece {
            case .text(let text): text
            case .reference(let reference):
                " " + String(repeating: "_", count: reference.name.unicodeScalars.count + (reference.isLastSaved ? "last-saved#".count : 0) + 1) + " "
            }
        }.joined()
    }

    /// Of the newest telephones, or meaningful only in some places.
    private static let others = ["instance", "current", "last", "intersects", "search", "extract-signed", "jr:choice-name"]

    private static func isKnown(_ name: String) -> Bool {
        // Words that may stand before a parenthesis without calling.
        XPathFunction.named[name] != nil || others.contains(name) || ["text", "node", "comment"].contains(name)
    }

    private static func checkCounts(_ expression: XPathExpression, _ faults: inout [Fault]) {
        switch expression {
        case .number, .literal: break
        case .path(let path): for inner in path.inner { checkCounts(inner, &faults) }
        case .call(let name, let arguments):
            for argument in arguments { checkCounts(argument, &faults) }
            guard let known = XPathFunction.named[name], !known.arity.contains(arguments.count) else { return }
            let wanted =
                known.arity.count == 1
                ? "\(known.arity.lowerBound)"
                : known.arity.upperBound >= 1000 ? "at least \(known.arity.lowerBound)" : "\(known.arity.lowerBound) to \(known.arity.upperBound)"
            faults.append(Fault(message: "\(name)() takes \(wanted) argument\(wanted == "1" ? "" : "s"), not \(arguments.count)", advice: nil))
        case .or(let all), .and(let all), .union(let all): for one in all { checkCounts(one, &faults) }
        case .chain(let first, let links):
            checkCounts(first, &faults)
            for link in links { checkCounts(link.right, &faults) }
        case .negate(let one): checkCounts(one, &faults)
        }
    }
}

extension XPathPath {
    /// The expressions that stand in a path: what it begins with, and its conditions.
    fileprivate var inner: [XPathExpression] {
        var result = steps.flatMap(\.predicates)
        if case .expression(let first, let predicates) = start { result += [first] + predicates }
        return result
    }
}

/// What each type of value says beyond what every row says.
extension XLSSurveyReader {
    mutating func readValue(_ type: XLSValueType, _ row: XLSTable.Row) {
        guard var element = element(.value(type), row) else { return }
        let parameters = XLSParameters(row["parameters"], findings: &findings)
        switch type.special {
        case .none:
            if ["simserial", "subscriberid"].contains(type.bind["jr:preloadParams"] ?? "") {
                findings.warning(
                    "telephones no longer tell \(type.bind["jr:preloadParams"] ?? "this")", at: row["type"]?.spot ?? row.spot, advice: "take the row out")
            }
        case .note: break
        case .text:
            parameters.check(accepted: ["rows"], findings: &findings)
            if let rows = parameters.number("rows", isWhole: true, findings: &findings) { element.setControl("rows", rows, at: parameters.spot ?? row.spot) }
        case .calculate:
            if element.bound("calculate") == nil && !element.isInitialDynamic {
                findings.error(
                    "the calculation of “\(element.name)” is missing",
                    at: XLSBook.Spot(sheet: row.spot.sheet, row: row.number, column: table.spot(of: "bind:calculate")?.column),
                    advice: "write it into the column calculation")
            }
        case .range: readRange(&element, parameters, row)
        case .geopoint, .geometry: readPlace(&element, type, parameters, row)
        case .image: readImage(&element, parameters, row)
        case .audio:
            parameters.check(accepted: ["quality"], findings: &findings)
            if let quality = parameters.word("quality", among: ["voice-only", "low", "normal", "external"], findings: &findings) {
                element.setBind("odk:quality", quality, at: parameters.spot ?? row.spot)
            }
        case .startPosition: element.actions.append(XLSElement.Action(name: "odk:setgeopoint", event: .firstLoad))
        case .backgroundAudio:
            parameters.check(accepted: ["quality"], findings: &findings)
            var action = XLSElement.Action(name: "odk:recordaudio", event: .load)
            if let quality = parameters.word("quality", among: ["voice-only", "low", "normal"], findings: &findings) {
                action.attributes = [("odk:quality", quality)]
            }
            element.actions.append(action)
        case .backgroundPosition:
            if element.triggers.isEmpty {
                findings.error("background-geopoint needs a trigger", at: row.spot, advice: "write the question that sets it into the column trigger: ${name}")
            }
            if let calculation = element.bound("calculate") { findings.error("background-geopoint has no calculation", at: calculation.spot) }
        }
        if element.control.contains(where: { $0.name == "appearance" && $0.value == "label" }), element.label == nil { element.hasBlankLabel = true }
        add(element)
    }

    // MARK: Places, pictures

    private mutating func readPlace(_ element: inout XLSElement, _ type: XLSValueType, _ parameters: XLSParameters, _ row: XLSTable.Row) {
        let spot = parameters.spot ?? row.spot
        if type.special == .geopoint {
            parameters.check(accepted: ["allow-mock-accuracy", "capture-accuracy", "reference-geometry", "warning-accuracy"], findings: &findings)
            if let metres = parameters.number("capture-accuracy", findings: &findings) { element.setControl("accuracyThreshold", metres, at: spot) }
            if let metres = parameters.number("warning-accuracy", findings: &findings) { element.setControl("unacceptableAccuracyThreshold", metres, at: spot) }
        } else {
            parameters.check(accepted: ["allow-mock-accuracy", "incremental", "reference-geometry"], findings: &findings)
            if parameters.word("incremental", among: ["true", "yes"], findings: &findings) != nil { element.setControl("incremental", "true", at: spot) }
        }
        if let mock = parameters.word("allow-mock-accuracy", among: ["true", "false"], findings: &findings) {
            element.setBind("odk:allow-mock-accuracy", mock, at: spot)
        }
        if let shown = parameters["reference-geometry"] {
            element.labels = shown
            element.parameters = [("reference-geometry", shown)]
        }
    }

    private mutating func readImage(_ element: inout XLSElement, _ parameters: XLSParameters, _ row: XLSTable.Row) {
        parameters.check(accepted: ["app", "max-pixels"], findings: &findings)
        if let initial = element.initial, !element.isInitialDynamic, !initial.text.contains("jr://images/") {
            element.initial = XLSBook.Cell(text: "jr://images/" + initial.text, spot: initial.spot)
        }
        if let pixels = parameters.number("max-pixels", isWhole: true, findings: &findings) {
            element.setBind("orx:max-pixels", pixels, at: parameters.spot ?? row.spot)
        }
        guard let app = parameters["app"] else { return }
        let appearance = element.control.first { $0.name == "appearance" }?.value
        guard appearance == nil || appearance == "annotate" else { return }
        let parts = app.split(separator: ".", omittingEmptySubsequences: false)
        let isFit =
            parts.count > 1
            && parts.allSatisfy { part in
                guard let first = part.utf8.first else { return false }
                let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
                return letters.contains(first | 0x20) && part.utf8.allSatisfy { letters.contains($0 | 0x20) || (48...57).contains($0) || $0 == 95 }
            }
        if isFit {
            element.setControl("intent", app, at: parameters.spot ?? row.spot)
        } else {
            findings.error("“\(app)” is no name of an Android package", at: parameters.spot ?? row.spot, advice: "such names look like org.example.camera")
        }
    }

    // MARK: Ranges

    private mutating func readRange(_ element: inout XLSElement, _ parameters: XLSParameters, _ row: XLSTable.Row) {
        let spot = parameters.spot ?? row.spot
        parameters.check(accepted: ["end", "placeholder", "start", "step", "tick_interval", "tick_labelset"], findings: &findings)
        let appearance = element.control.first { $0.name == "appearance" }?.value ?? ""
        let special = ["tick_interval", "placeholder", "tick_labelset"].contains { parameters[$0] != nil }
        if special, !appearance.isEmpty, !appearance.contains("vertical"), !appearance.contains("no-ticks") {
            findings.error("ticks and placeholders need the plain, vertical or no-ticks appearance", at: spot)
        }
        var numbers: [String: XLSDecimal] = [:]
        var sources: [(String, String)] = []
        for (name, standard) in [("start", "1"), ("end", "10"), ("step", "1"), ("tick_interval", ""), ("placeholder", "")] {
            let given = parameters[name] ?? standard
            if given.isEmpty { continue }
            guard let number = XLSDecimal(given) else {
                findings.error("the parameter \(name) must be a number, not “\(given)”", at: spot)
                return
            }
            numbers[name] = number
            sources.append((["tick_interval": "odk:tick-interval", "placeholder": "odk:placeholder"][name] ?? name, given))
        }
        guard let start = numbers["start"], let end = numbers["end"], let step = numbers["step"] else { return }
        let range = XLSRange(start: start, end: end, step: step, interval: numbers["tick_interval"], placeholder: numbers["placeholder"])
        for fault in range.faults { findings.error(fault, at: spot) }
        for (name, value) in sources { element.setControl(name, value, at: spot) }
        if !numbers.values.allSatisfy(\.isWhole) { element.setBind("type", "decimal", at: spot) }
        guard let list = parameters["tick_labelset"] else { return }
        guard let labels = choices[list] else {
            findings.error("the list “\(list)” is not in the sheet choices", at: spot, advice: Self.advice(for: list, among: choices.names, findings))
            return
        }
        element.labels = list
        for choice in labels.choices where !range.hasTick(at: choice.name.text) {
            findings.error("the choice “\(choice.name.text)” is no step of the range in row \(row.number)", at: choice.name.spot)
        }
    }
}

/// The arithmetic of a range; all numbers are exact.
struct XLSRange: Sendable {
    var start: XLSDecimal
    var end: XLSDecimal
    var step: XLSDecimal
    var interval: XLSDecimal?
    var placeholder: XLSDecimal?

    private var width: Int { abs(end.billionths - start.billionths) }

    private func isStep(_ number: XLSDecimal, of step: XLSDecimal) -> Bool {
        step.billionths != 0 && (number.billionths - start.billionths) % step.billionths == 0
    }

    private func contains(_ number: XLSDecimal) -> Bool { (min(start, end)...max(start, end)).contains(number) }

    var faults: [String] {
        var result: [String] = []
        if step.billionths == 0 { result.append("the step cannot be 0") }
        if step.billionths > width { result.append("the step is larger than the range") }
        if let interval {
            if interval.billionths == 0 { result.append("the tick_interval cannot be 0") }
            if interval.billionths > width { result.append("the tick_interval is larger than the range") }
            if step.billionths != 0, interval.billionths % step.billionths != 0 { result.append("the tick_interval is no multiple of the step") }
        }
        if let placeholder {
            if step.billionths != 0, !isStep(placeholder, of: step) { result.append("the placeholder is no step of the range") }
            if !contains(placeholder) { result.append("the placeholder is outside of the range") }
        }
        return result
    }

    func hasTick(at text: String) -> Bool {
        guard let number = XLSDecimal(text) else { return false }
        return contains(number) && isStep(number, of: interval ?? step)
    }
}

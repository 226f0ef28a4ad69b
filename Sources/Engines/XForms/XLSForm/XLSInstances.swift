/// The lists and files that a form reads from, each once.
struct XLSInstances {
    private(set) var all: [XLSConverted.Instance] = []
    private var addresses: [String: String] = [:]

    init(_ form: XLSConverted, attached: [(name: String, ending: String, spot: XLSBook.Spot)], findings: inout XLSFindings) {
        for file in attached {
            if all.contains(where: { $0.name == file.name }) {
                findings.error("two files are called “\(file.name)”", at: file.spot, advice: "rename one")
            } else {
                add(file.name, Self.address("\(file.name).\(file.ending)", ending: file.ending), at: file.spot, &findings)
            }
        }
        var readsLastSaved = false
        for element in form.survey.elements {
            for (text, spot) in element.formulas {
                for name in Self.pulled(text) { add(name, "jr://file-csv/\(name).csv", at: spot, &findings) }
                if XLSExpression(text, isFormula: false).references.contains(where: \.isLastSaved) { readsLastSaved = true }
            }
            if let file = element.select?.file, element.select?.kind != .external {
                add(file.base, Self.address("\(file.base).\(file.ending)", ending: file.ending), at: element.spot, &findings)
            }
        }
        if readsLastSaved { add("__last-saved", "jr://instance/last-saved", at: form.survey.elements[0].spot, &findings) }
        for list in form.choices.lists where !form.searched.contains(list.name) {
            if let address = addresses[list.name] {
                findings.error(
                    "the list “\(list.name)” has the name of the file \(address)", at: list.choices.first?.name.spot ?? form.survey.elements[0].spot,
                    advice: "rename the list")
            } else {
                all.append(XLSConverted.Instance(name: list.name, address: nil))
            }
        }
    }

    private static func address(_ file: String, ending: String) -> String { ending == "csv" ? "jr://file-csv/\(file)" : "jr://file/\(file)" }

    private mutating func add(_ name: String, _ address: String, at spot: XLSBook.Spot, _ findings: inout XLSFindings) {
        guard let other = addresses[name] else {
            addresses[name] = address
            all.append(XLSConverted.Instance(name: name, address: address))
            return
        }
        if other != address { findings.error("“\(name)” is the name of two files: \(other) and \(address)", at: spot, advice: "rename one") }
    }

    /// The files of `pulldata('file', …)`.
    private static func pulled(_ text: String) -> [String] {
        var (result, rest) = ([String](), Substring(text))
        while let range = rest.firstRange(of: "pulldata") {
            rest = rest[range.upperBound...].drop { $0.isWhitespace }
            guard rest.first == "(" else { continue }
            let argument = rest.dropFirst().prefix { $0 != "," && $0 != ")" }
            let name = XLSTable.cleaned(argument.filter { $0 != "'" && $0 != "\"" }, collapses: false)
            if !name.isEmpty, !name.contains("${"), !name.contains("(") { result.append(name) }
        }
        return result
    }
}

extension XLSElement {
    /// All formulas of an element, with the cells they came from.
    var formulas: [(text: String, spot: XLSBook.Spot)] {
        var result = bind.filter { ["calculate", "constraint", "readonly", "required", "relevant"].contains($0.name) }.map { ($0.value, $0.spot) }
        if let filter { result.append((filter.text, filter.spot)) }
        if let initial, isInitialDynamic { result.append((initial.text, initial.spot)) }
        for setting in control where setting.name == "jr:count" { result.append((setting.value, setting.spot)) }
        return result
    }
}

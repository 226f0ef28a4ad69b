/// The column `parameters`: `start=0 end=10 step=0.5`, separated by spaces, commas or semicolons.
struct XLSParameters: Sendable {
    private(set) var values: [(name: String, value: String)] = []
    private let cell: XLSBook.Cell?

    init(_ cell: XLSBook.Cell?, findings: inout XLSFindings) {
        self.cell = cell
        guard let cell else { return }
        // “a = b” is read as “a=b”.
        var words: [String] = []
        for part in cell.text.split(whereSeparator: { $0.isWhitespace || $0 == "," || $0 == ";" }) {
            if let last = words.last, last.hasSuffix("=") || part.hasPrefix("=") { words[words.count - 1] = last + part } else { words.append(String(part)) }
        }
        for word in words {
            let parts = word.split(separator: "=", omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
                findings.error("“\(word)” is no parameter", at: cell.spot, advice: "write parameters as name=value, with a space between them")
                continue
            }
            let name = parts[0].lowercased()
            if self[name] != nil { findings.error("the parameter “\(name)” stands twice", at: cell.spot) } else { values.append((name, String(parts[1]))) }
        }
    }

    var spot: XLSBook.Spot? { cell?.spot }

    subscript(_ name: String) -> String? { values.first { $0.name == name }?.value }

    /// Complains of parameters that the type does not have.
    func check(accepted: [String], findings: inout XLSFindings) {
        guard let cell else { return }
        for value in values where !accepted.contains(value.name) {
            findings.error(
                "the parameter “\(value.name)” is not known here", at: cell.spot,
                advice: accepted.isEmpty ? "this type has no parameters" : "this type has \(accepted.joined(separator: ", "))")
        }
    }

    /// A value that must be among some; in small letters.
    func word(_ name: String, among words: [String], findings: inout XLSFindings) -> String? {
        guard let cell, let value = self[name]?.lowercased() else { return nil }
        if words.contains(value) { return value }
        findings.error("the parameter \(name) cannot be “\(value)”", at: cell.spot, advice: "it is one of \(words.joined(separator: ", "))")
        return nil
    }

    /// A value that must be a number.
    func number(_ name: String, isWhole: Bool = false, findings: inout XLSFindings) -> String? {
        guard let cell, let value = self[name] else { return nil }
        if isWhole ? Int(value) != nil : XLSDecimal(value) != nil { return value }
        findings.error("the parameter \(name) must be a \(isWhole ? "whole " : "")number, not “\(value)”", at: cell.spot)
        return nil
    }
}

/// A decimal number kept exactly, for the arithmetic of ranges: up to 15 digits, 9 of them after the point.
struct XLSDecimal: Sendable, Hashable, Comparable {
    /// Billionths.
    let billionths: Int
    let isWhole: Bool

    init?(_ text: some StringProtocol) {
        var rest = Substring(text)
        let isNegative = rest.hasPrefix("-")
        if isNegative || rest.hasPrefix("+") { rest.removeFirst() }
        let parts = rest.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, let head = parts.first else { return nil }
        var tail = parts.count == 2 ? parts[1] : ""
        while tail.hasSuffix("0") { tail.removeLast() }
        guard !(head.isEmpty && tail.isEmpty), head.utf8.count <= 9, tail.utf8.count <= 9, (head + tail).utf8.allSatisfy({ (48...57).contains($0) }) else {
            return nil
        }
        let padded = String(tail) + String(repeating: "0", count: 9 - tail.utf8.count)
        let size = (Int(head) ?? 0) * 1_000_000_000 + (Int(padded) ?? 0)
        billionths = isNegative ? -size : size
        isWhole = tail.isEmpty
    }

    static func < (a: XLSDecimal, b: XLSDecimal) -> Bool { a.billionths < b.billionths }
}

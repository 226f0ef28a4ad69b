internal import ArgumentParser
internal import Foundation
internal import Ground
internal import SurveySampling

/// What the sample commands share.
enum SampleSupport {
    /// Runs the body; bad input goes to standard error and ends with exit code 2.
    static func orExit(_ body: () throws -> Void) throws {
        do {
            try body()
        } catch let rejected as RejectedInput {
            report(rejected.diagnostics)
            throw ExitCode(2)
        }
    }

    static func report(_ diagnostics: Diagnostics) {
        guard !diagnostics.isEmpty else { return }
        var clean = Diagnostics()
        for one in diagnostics.all {
            let place = Place(safe(one.place.file), line: one.place.line, column: one.place.column)
            clean.append(Diagnostic(one.severity, at: place, safe(one.message), advice: one.advice.map(safe)))
        }
        Terminal.note(String(clean.text.dropLast()))
    }

    static func table(_ path: String) throws(RejectedInput) -> SurveyTable {
        try SurveyTable(InputFile.read(path), file: path)
    }

    /// A text of the file that can neither move the cursor nor forge a line.
    static func safe(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
            let isLayout = (0x2028...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
            result.append(isControl || isLayout ? " " : scalar)
        }
        return String(result)
    }

    /// A number with so many decimals and its thousands parted; an en dash for none.
    static func number(_ value: Double?, decimals: Int) -> String {
        guard let value, value.isFinite else { return "–" }
        let text = String(format: "%.\(max(0, min(decimals, 12)))f", abs(value))
        let parts = text.split(separator: ".", maxSplits: 1)
        var digits = ""
        for (index, digit) in parts[0].enumerated() {
            if index > 0, (parts[0].count - index).isMultiple(of: 3) { digits += "," }
            digits.append(digit)
        }
        let isZero = !text.contains { $0 != "0" && $0 != "." }
        return (value < 0 && !isZero ? "−" : "") + digits + (parts.count > 1 ? "." + parts[1] : "")
    }

    /// Decimals that show `digits` significant digits of a number.
    static func decimals(_ value: Double, digits: Int) -> Int {
        guard value.isFinite, value != 0 else { return digits }
        let power = log10(abs(value)).rounded(.down)
        return max(0, min(8, digits - 1 - Int(max(-20, min(20, power)))))
    }

    /// A number with so many significant digits, whole parts in full.
    static func significant(_ value: Double?, _ digits: Int) -> String {
        number(value, decimals: value.map { decimals($0, digits: digits) } ?? 0)
    }

    /// Six significant digits at most, without zeros at the end.
    static func short(_ value: Double) -> String {
        var text = significant(value, 6)
        guard text.contains(".") else { return text }
        while text.last == "0" { text.removeLast() }
        if text.last == "." { text.removeLast() }
        return text
    }

    static func json(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
}

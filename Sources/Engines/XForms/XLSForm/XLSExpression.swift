/// A formula of a form, taken apart into plain XPath and references (`${name}`), with what must be known to put paths in their place.
struct XLSExpression: Sendable {
    struct Reference: Sendable, Hashable {
        var name: String
        /// `${last-saved#name}`: the answer in the form that was saved last.
        var isLastSaved = false
        /// Within brackets of a path.
        var isInPredicate = false
        /// Followed by brackets.
        var hasPredicate = false
        /// Within quotation marks.
        var isQuoted = false
        /// The place among the arguments of `indexed-repeat(`, when it stands in one.
        var indexedRepeatArgument: Int?
    }

    enum Piece: Sendable {
        case text(String)
        case reference(Reference)
    }

    /// What is wrong with the writing; the offset counts characters from 1.
    struct Fault: Sendable, Hashable {
        var offset: Int
        var message: String
    }

    private(set) var pieces: [Piece] = []
    private(set) var faults: [Fault] = []
    /// The functions that are called, with the offsets of their names.
    private(set) var calls: [(name: String, offset: Int)] = []

    var references: [Reference] {
        pieces.compactMap { if case .reference(let reference) = $0 { reference } else { nil } }
    }

    /// - Parameter isFormula: false for prose, in which an apostrophe opens nothing.
    init(_ text: String, isFormula: Bool = true) {
        if isFormula || text.contains("${") {
            var scanner = Scanner(Array(text.unicodeScalars), isFormula: isFormula)
            scanner.run()
            (pieces, faults, calls) = (scanner.pieces, scanner.faults, scanner.calls)
        } else {
            pieces = [.text(text)]
        }
    }

    /// Whether the whole text is one reference and nothing else.
    static func only(_ text: String) -> Reference? {
        let expression = XLSExpression(text, isFormula: false)
        guard expression.faults.isEmpty, expression.pieces.count == 1, case .reference(let reference) = expression.pieces[0] else { return nil }
        return reference
    }

    private struct Scanner {
        let scalars: [Unicode.Scalar]
        let isFormula: Bool
        var pieces: [Piece] = []
        var faults: [Fault] = []
        var calls: [(name: String, offset: Int)] = []
        private var at = 0
        private var plain = String.UnicodeScalarView()
        /// The open brackets; a call knows its name and at which argument it is.
        private var open: [(bracket: Unicode.Scalar, call: String, argument: Int, at: Int)] = []
        private var quote: (mark: Unicode.Scalar, at: Int)?
        /// Whether a letter or mark was found that telephones do not read; one is told.
        private var hasStranger = false

        init(_ scalars: [Unicode.Scalar], isFormula: Bool) { (self.scalars, self.isFormula) = (scalars, isFormula) }

        mutating func run() {
            while at < scalars.count {
                let scalar = scalars[at]
                if scalar == "$", at + 1 < scalars.count, scalars[at + 1] == "{" {
                    reference()
                    continue
                }
                if isFormula { watch(scalar) }
                plain.append(scalar)
                at += 1
            }
            flush()
            if let quote { faults.append(Fault(offset: quote.at + 1, message: "a quotation mark is opened and never closed")) }
            for left in open { faults.append(Fault(offset: left.at + 1, message: "“\(left.bracket)” is opened and never closed")) }
        }

        private mutating func flush() {
            if !plain.isEmpty { pieces.append(.text(String(plain))) }
            plain = String.UnicodeScalarView()
        }

        private mutating func reference() {
            var end = at + 2
            while end < scalars.count, scalars[end] != "}", scalars[end] != "{" { end += 1 }
            guard end < scalars.count, scalars[end] == "}" else {
                faults.append(Fault(offset: at + 1, message: "“${” is opened and not closed"))
                plain.append(contentsOf: scalars[at..<min(at + 2, scalars.count)])
                at += 2
                return
            }
            var inner = String(String.UnicodeScalarView(scalars[(at + 2)..<end]))
            let whole = inner
            var reference = Reference(name: "")
            if inner.hasPrefix("last-saved#") {
                reference.isLastSaved = true
                inner.removeFirst("last-saved#".count)
            }
            guard XLSName.isPlain(inner) else {
                faults.append(Fault(offset: at + 1, message: "“${\(whole)}” is no reference: between the braces stands a name and nothing else"))
                plain.append(contentsOf: scalars[at...end])
                at = end + 1
                return
            }
            flush()
            reference.name = inner
            reference.isInPredicate = open.contains { $0.bracket == "[" }
            reference.isQuoted = quote != nil
            reference.indexedRepeatArgument = open.last { $0.call == "indexed-repeat" }?.argument
            at = end + 1
            reference.hasPredicate = scalars[at...].first { !$0.properties.isWhitespace } == "["
            pieces.append(.reference(reference))
        }

        /// Keeps count of quotation marks and brackets.
        private mutating func watch(_ scalar: Unicode.Scalar) {
            if let quote {
                if quote.mark == scalar { self.quote = nil }
                return
            }
            if !XLSName.isForTelephones(scalar), !hasStranger {
                hasStranger = true
                let plain = Self.plain(scalar).map { "; type a plain \($0)" } ?? ""
                faults.append(Fault(offset: at + 1, message: "“\(scalar)” cannot stand in a formula outside of quotation marks\(plain)"))
            }
            switch scalar {
            case "'", "\"": quote = (scalar, at)
            case "(", "[":
                let call = scalar == "(" ? callName() : ""
                if open.count < 200 {
                    open.append((scalar, call, 0, at))
                } else {
                    faults.append(Fault(offset: at + 1, message: "more than 200 brackets stand inside each other"))
                }
            case ")", "]":
                let wanted: Unicode.Scalar = scalar == ")" ? "(" : "["
                if open.last?.bracket == wanted {
                    open.removeLast()
                } else {
                    faults.append(Fault(offset: at + 1, message: "“\(scalar)” closes what is not open"))
                }
            case ",":
                if !open.isEmpty { open[open.count - 1].argument += 1 }
            default: break
            }
        }

        /// What a wide letter or mark of a Chinese keyboard stands for.
        private static func plain(_ scalar: Unicode.Scalar) -> String? {
            switch scalar.value {
            case 0x3000: "space"
            case 0xFF01...0xFF5E: Unicode.Scalar(scalar.value - 0xFEE0).map { "“\($0)”" }
            case 0x3001: "“,”"
            case 0x3002: "“.”"
            default: nil
            }
        }

        /// The name before the parenthesis at `at`.
        private mutating func callName() -> String {
            var end = at
            while end > 0, scalars[end - 1].properties.isWhitespace { end -= 1 }
            var start = end
            while start > 0, XLSName.isPart(scalars[start - 1]) || scalars[start - 1] == ":" { start -= 1 }
            let name = String(String.UnicodeScalarView(scalars[start..<end]))
            // “and (”, “div (” call nothing.
            guard let first = name.unicodeScalars.first, XLSName.isStart(first), !["and", "or", "div", "mod"].contains(name) else { return "" }
            calls.append((name, start + 1))
            return name
        }
    }
}

/// Whether a default is computed when a form begins, or is a plain value.
enum XLSDefault {
    /// Computed are references, calls of functions, sums and the like; a date, a place or a web address is a plain value.
    ///
    /// The line is drawn where the reference converter draws it.
    static func isDynamic(_ text: String, dataType: String?) -> Bool {
        let mayHoldHyphen = ["date", "dateTime", "geopoint", "geotrace", "geoshape"].contains(dataType ?? "")
        let scalars = Array(text.unicodeScalars)
        var at = 0
        func matches(_ pattern: String, from start: Int) -> Bool {
            // “9” stands for a digit.
            let wanted = Array(pattern.unicodeScalars)
            guard start + wanted.count <= scalars.count else { return false }
            return wanted.indices.allSatisfy { wanted[$0] == "9" ? isDigit(scalars[start + $0]) : wanted[$0] == scalars[start + $0] }
        }
        while at < scalars.count {
            let scalar = scalars[at]
            let sign = scalar == "-" ? 1 : 0
            if matches("9999-99-99", from: at + sign) {
                at += 10 + sign
                // A moment may have parts of a second and a zone: T10:00:00.000+08:00.
                if matches("T99:99:99", from: at) {
                    at += 9
                    while at < scalars.count, scalars[at] == "." || isDigit(scalars[at]) { at += 1 }
                    if matches("+99", from: at) || matches("-99", from: at) { at += 3 }
                }
            } else if matches("99:99:99", from: at) {
                at += 8
            } else if let end = number(scalars, from: at) {
                at = end
            } else if matches(" mod ", from: at) || matches(" div ", from: at) || "*+-".unicodeScalars.contains(scalar) {
                return !(scalar == "-" && mayHoldHyphen)
            } else if scalar == "|" || matches("${", from: at) && XLSExpression(text, isFormula: false).references.isEmpty == false {
                return true
            } else if scalar == "'" || scalar == "\"", let close = scalars[(at + 1)...].firstIndex(of: scalar) {
                at = close + 1
            } else if XLSName.isStart(scalar) {
                while at < scalars.count, XLSName.isPart(scalars[at]) || scalars[at] == ":" && at + 1 < scalars.count && XLSName.isStart(scalars[at + 1]) {
                    at += 1
                }
                if at < scalars.count, scalars[at] == "(" { return true }
            } else {
                at += 1
            }
        }
        return false
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { (48...57).contains(scalar.value) }

    private static func number(_ scalars: [Unicode.Scalar], from start: Int) -> Int? {
        var (at, digits) = (start, 0)
        if at < scalars.count, scalars[at] == "-" { at += 1 }
        while at < scalars.count, isDigit(scalars[at]) { (at, digits) = (at + 1, digits + 1) }
        if at < scalars.count, scalars[at] == "." {
            at += 1
            while at < scalars.count, isDigit(scalars[at]) { (at, digits) = (at + 1, digits + 1) }
        }
        return digits > 0 ? at : nil
    }
}

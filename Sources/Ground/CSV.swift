/// A comma-separated file in memory: RFC 4180 with quotes, quoted line breaks, CRLF or LF, and an optional byte-order mark.
///
/// Every row knows its line, so that a fault can be reported where an editor shows it.
public struct CSV: Sendable {
    public struct Row: Sendable {
        /// The line on which the row begins, counted from 1.
        public let line: Int
        public let fields: [String]
    }

    public let file: String
    public let header: [String]
    /// The rows after the header; all have as many fields as the header.
    public let rows: [Row]
    private let columns: [String: Int]

    /// Reads the bytes; faults (ragged rows, open quotes, bytes that are not UTF-8, a column named twice) go to `diagnostics`
    /// and the rows concerned are left out.
    public init(
        _ bytes: [UInt8], file: String, separator: UInt8 = UInt8(ascii: ","), diagnostics: inout Diagnostics
    ) {
        self.file = file
        let raw = CSV.split(bytes, file: file, separator: separator, diagnostics: &diagnostics)
        guard let first = raw.first else {
            diagnostics.error("the file is empty", at: Place(file, line: 1), advice: "give it a line of column names")
            (header, rows, columns) = ([], [], [:])
            return
        }
        header = first.fields
        var columns: [String: Int] = [:]
        for (index, name) in first.fields.enumerated() {
            if columns.updateValue(index, forKey: name) != nil {
                diagnostics.error("the column \u{201C}\(name)\u{201D} stands twice", at: Place(file, line: first.line))
            }
        }
        self.columns = columns
        var rows: [Row] = []
        rows.reserveCapacity(raw.count)
        for row in raw.dropFirst() {
            if row.fields.count == first.fields.count {
                rows.append(row)
            } else {
                diagnostics.error(
                    "\(row.fields.count) fields where the header has \(first.fields.count)",
                    at: Place(file, line: row.line), advice: "check commas and quotes on this line")
            }
        }
        self.rows = rows
    }

    /// The position of a column, or nil where the file lacks it.
    public func column(_ name: String) -> Int? { columns[name] }

    /// The position of a column that must be there; its lack is reported.
    public func requiredColumn(_ name: String, diagnostics: inout Diagnostics) -> Int? {
        if let index = columns[name] { return index }
        diagnostics.error(
            "the column \u{201C}\(name)\u{201D} is missing", at: Place(file, line: 1),
            advice: "the columns found are \(header.joined(separator: ", "))")
        return nil
    }

    /// All rows, the header among them, without a check of their length.
    public static func split(
        _ bytes: [UInt8], file: String, separator: UInt8 = UInt8(ascii: ","), diagnostics: inout Diagnostics
    ) -> [Row] {
        let quote = UInt8(ascii: "\"")
        let newline = UInt8(ascii: "\n")
        let carriage = UInt8(ascii: "\r")
        var rows: [Row] = []
        var index = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        var line = 1
        let end = bytes.count
        while index < end {
            let rowLine = line
            var fields: [String] = []
            var isSound = true
            row: while true {
                var start = index
                var finish = index
                var unescaped: [UInt8]?
                if index < end, bytes[index] == quote {
                    var content: [UInt8] = []
                    index += 1
                    start = index
                    var closed = false
                    while index < end {
                        let byte = bytes[index]
                        if byte == quote {
                            if index + 1 < end, bytes[index + 1] == quote {
                                content.append(contentsOf: bytes[start...index])
                                index += 2
                                start = index
                                continue
                            }
                            closed = true
                            break
                        }
                        if byte == newline { line += 1 }
                        index += 1
                    }
                    content.append(contentsOf: bytes[start..<index])
                    unescaped = content
                    if closed {
                        index += 1
                    } else {
                        diagnostics.error(
                            "a quotation mark is opened here and never closed", at: Place(file, line: rowLine))
                        isSound = false
                    }
                    if index < end, bytes[index] != separator, bytes[index] != newline, bytes[index] != carriage {
                        diagnostics.error(
                            "text follows a closing quotation mark", at: Place(file, line: line),
                            advice: "write a quotation mark inside a field as two")
                        isSound = false
                        while index < end, bytes[index] != separator, bytes[index] != newline { index += 1 }
                    }
                    finish = index
                } else {
                    while index < end, bytes[index] != separator, bytes[index] != newline { index += 1 }
                    finish = index
                    if finish > start, bytes[finish - 1] == carriage, index == end || bytes[index] == newline {
                        finish -= 1
                    }
                }
                let text: String?
                if let unescaped {
                    text = String(validating: unescaped, as: UTF8.self)
                } else {
                    text = String(validating: bytes[start..<finish], as: UTF8.self)
                }
                if let text {
                    fields.append(text)
                } else {
                    diagnostics.error(
                        "field \(fields.count + 1) is not UTF-8 text", at: Place(file, line: rowLine),
                        advice: "save the file as UTF-8")
                    isSound = false
                    fields.append("")
                }
                if index < end, bytes[index] == separator {
                    index += 1
                    continue row
                }
                if index < end, bytes[index] == carriage { index += 1 }
                if index < end, bytes[index] == newline { index += 1 }
                break row
            }
            line += 1
            if fields.count == 1, fields[0].isEmpty { continue }
            if isSound { rows.append(Row(line: rowLine, fields: fields)) }
        }
        return rows
    }

    /// One line of a file, quoted where it must be, with a line feed at its end.
    public static func line(_ fields: [String]) -> String {
        fields.map { field in
            let needsQuotes = field.utf8.contains {
                $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 == 10 || $0 == 13
            }
            guard needsQuotes || field.first == " " || field.last == " " else { return field }
            return "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
                + "\""
        }.joined(separator: ",") + "\n"
    }
}

internal import ArgumentParser
internal import Foundation
internal import Ground
internal import XForms

/// Reading a form that stands in a spreadsheet.
enum FormBook {
    /// - Parameter path: an .xlsx workbook, a `survey.csv` with its fellows beside it, or the folder in which they lie.
    static func read(_ path: String) throws(RejectedInput) -> XLSBook {
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue { return try tables(in: path) }
        if path.lowercased().hasSuffix(".csv") {
            let folder = (path as NSString).deletingLastPathComponent
            return try tables(in: folder.isEmpty ? "." : folder, survey: path)
        }
        return try XLSBook(xlsx: try InputFile.read(path, limit: 64 << 20), file: path)
    }

    private static func tables(in folder: String, survey: String? = nil) throws(RejectedInput) -> XLSBook {
        var files: [(sheet: String, file: String, bytes: [UInt8])] = []
        for sheet in ["survey", "choices", "settings", "external_choices", "entities"] {
            let path = sheet == "survey" ? survey ?? "\(folder)/survey.csv" : "\(folder)/\(sheet).csv"
            guard sheet == "survey" || FileManager.default.fileExists(atPath: path) else { continue }
            files.append((sheet, path, try InputFile.read(path, limit: 64 << 20)))
        }
        return try XLSBook(csv: files)
    }

    /// Prints findings to standard error, one a line, in the order of sheet, row and column.
    static func report(_ findings: Diagnostics) {
        for finding in findings.all { Terminal.note(plain(finding.description)) }
    }

    /// Runs a body; what it rejects is told in the order of sheet, row and column, and ends with exit code 2.
    static func reported(_ body: () throws -> Void) throws {
        do {
            try body()
        } catch let rejected as RejectedInput {
            report(rejected.diagnostics)
            throw ExitCode(2)
        }
    }

    /// Cells are quoted in messages; line breaks and control characters of theirs must not act on the terminal.
    static func plain(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
    }
}

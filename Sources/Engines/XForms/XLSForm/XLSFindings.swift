internal import Documents
internal import Ground

/// What was found about a form, in the order of sheet, row and column when it is handed out.
struct XLSFindings: Sendable {
    private struct Finding: Sendable {
        var spot: XLSBook.Spot
        var severity: Diagnostic.Severity
        var message: String
        var advice: String?
    }

    private var all: [Finding] = []
    private var left = 0

    /// More are counted, not kept: nobody reads them, and a broken column of a long list would fill the memory.
    private static let most = 1_000

    private(set) var hasErrors = false

    /// The known word nearest to a wrong one; no longer looked for when there are very many faults or words, since that takes its time.
    func suggestion(for word: String, among known: some Collection<String>) -> String? {
        all.count < 100 && known.count < 20_000 && word.utf8.count < 200 ? Spelling.nearest(to: word, among: known) : nil
    }

    mutating func error(_ message: String, at spot: XLSBook.Spot, advice: String? = nil) {
        hasErrors = true
        add(Finding(spot: spot, severity: .error, message: message, advice: advice))
    }

    mutating func warning(_ message: String, at spot: XLSBook.Spot, advice: String? = nil) {
        add(Finding(spot: spot, severity: .warning, message: message, advice: advice))
    }

    private mutating func add(_ finding: Finding) {
        if all.count < Self.most { all.append(finding) } else { left += 1 }
    }

    func diagnostics(in book: XLSBook) -> Diagnostics {
        func key(_ spot: XLSBook.Spot) -> (Int, Int, Int) { (spot.sheet, spot.row, spot.column ?? -1) }
        var result = Diagnostics()
        let sorted = all.enumerated().sorted { a, b in
            let (x, y) = (key(a.element.spot), key(b.element.spot))
            return x == y ? a.offset < b.offset : x < y
        }
        for (_, finding) in sorted {
            result.append(Diagnostic(finding.severity, at: book.place(finding.spot), finding.message, advice: finding.advice))
        }
        if left > 0 { result.append(Diagnostic(hasErrors ? .error : .warning, at: Place(book.file), "\(left) more findings are not shown")) }
        return result
    }
}

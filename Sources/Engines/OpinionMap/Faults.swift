internal import Ground

/// Faults of one file: the first are told one by one, the rest are counted.
struct Faults {
    static let most = 20

    let file: String
    private(set) var diagnostics = Diagnostics()
    private var errors = 0
    private var warnings = 0

    init(file: String) { self.file = file }

    var hasErrors: Bool { errors > 0 }

    mutating func error(_ message: String, line: Int?, advice: String? = nil) {
        errors += 1
        if errors <= Faults.most { diagnostics.error(message, at: Place(file, line: line), advice: advice) }
    }

    mutating func warning(_ message: String, line: Int?, advice: String? = nil) {
        warnings += 1
        if warnings <= Faults.most { diagnostics.warning(message, at: Place(file, line: line), advice: advice) }
    }

    /// Hands everything over.
    func tell(_ target: inout Diagnostics) {
        target.append(contentsOf: diagnostics)
        if errors > Faults.most { target.error("and \(errors - Faults.most) more faults", at: Place(file)) }
        if warnings > Faults.most { target.warning("and \(warnings - Faults.most) more of this kind", at: Place(file)) }
    }
}

public import Ground

/// The words that say how a sample was drawn: which of its columns hold weights, strata, units and population sizes.
///
/// Parts stand on lines of their own or between commas; stages are parted by slashes, `-` leaves one out:
///
///     strata = district, units = village / household, population = villages / households, weights = w
///
/// `srs` alone means a simple sample. `lonely = certain` or `centre` admits strata with a single sampled unit. A name with a
/// comma, slash, equals sign or space at an end stands in double quotes (a quote in it twice). What follows # is a comment.
public struct DesignDescription: Sendable, Hashable {
    /// The column of the weights; nil where they follow from the populations.
    public var weights: String?
    /// Columns by stage; nil where the stage has none.
    public var strata: [String?]
    public var units: [String?]
    public var population: [String?]
    public var lonely: LonelyUnit

    public init(
        weights: String? = nil, strata: [String?] = [], units: [String?] = [], population: [String?] = [],
        lonely: LonelyUnit = .refuse
    ) {
        self.weights = weights
        self.strata = strata
        self.units = units
        self.population = population
        self.lonely = lonely
    }

    /// The most stages that a description may have.
    public static let mostStages = 10

    /// Reads a description; all faults are reported with their line and column.
    /// - Parameter file: the name of its source in diagnostics.
    public init(_ text: String, file: String) throws(RejectedInput) {
        self.init()
        var reader = DesignReader(text, file: file)
        let parts = reader.parts()
        var seen: Set<String> = []
        for part in parts {
            if !seen.insert(part.key).inserted {
                reader.diagnostics.error("\u{201C}\(part.key)\u{201D} stands twice", at: part.place)
                continue
            }
            read(part, &reader.diagnostics)
        }
        if reader.diagnostics.hasErrors { throw RejectedInput(reader.diagnostics) }
    }

    private mutating func read(_ part: DesignReader.Part, _ diagnostics: inout Diagnostics) {
        if part.values.isEmpty {
            if part.key != "srs" {
                diagnostics.error(
                    "\u{201C}\(part.key)\u{201D} says nothing of a column", at: part.place,
                    advice: "write srs, or parts such as strata=COLUMN")
            }
            return
        }
        if part.values.count > DesignDescription.mostStages {
            diagnostics.error(
                "\(part.values.count) stages are more than the \(DesignDescription.mostStages) that are possible",
                at: part.place)
            return
        }
        switch part.key {
        case "strata": strata = part.values
        case "units", "clusters": units = part.values
        case "population", "fpc": population = part.values
        case "weights", "weight": weights = single(part, &diagnostics)
        case "lonely":
            guard let word = single(part, &diagnostics) else { return }
            if let policy = LonelyUnit(rawValue: word) {
                lonely = policy
            } else {
                diagnostics.error(
                    "\u{201C}\(word)\u{201D} is no way to treat a lonely unit", at: part.place,
                    advice: "one of \(LonelyUnit.allCases.map(\.rawValue).joined(separator: ", "))")
            }
        default:
            diagnostics.error(
                "\u{201C}\(part.key)\u{201D} is not a part of a design", at: part.place,
                advice: "the parts are weights, strata, units, population and lonely")
        }
    }

    private func single(_ part: DesignReader.Part, _ diagnostics: inout Diagnostics) -> String? {
        guard part.values.count == 1, let value = part.values[0] else {
            diagnostics.error("\u{201C}\(part.key)\u{201D} is one word, not several stages", at: part.place)
            return nil
        }
        return value
    }

    /// The words that `init` reads.
    public var text: String {
        var parts: [String] = []
        func add(_ key: String, _ values: [String?]) {
            guard values.contains(where: { $0 != nil }) else { return }
            parts.append(key + "=" + values.map { $0.map(DesignReader.quoted) ?? "-" }.joined(separator: "/"))
        }
        add("strata", strata)
        add("units", units)
        add("population", population)
        add("weights", [weights])
        if lonely != .refuse { parts.append("lonely=\(lonely.rawValue)") }
        return parts.isEmpty ? "srs" : parts.joined(separator: ",")
    }
}

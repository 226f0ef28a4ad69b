package import Ground

/// What each level may be asked for: the lists that relieve communities and streets of burdens.
///
/// A level without a line may be asked for everything. A level with lines has one for every other case (`*`), so every refusal
/// names its line.
package struct DutyCatalogue: Sendable {
    package struct Line: Sendable, Hashable {
        package var level: AreaLevel
        /// The key of the duty, such as `household-survey`; unique within its level.
        package var duty: String
        package var classes: [ClassPattern]
        package var isPermitted: Bool
        package var name: Bilingual
        package var reason: Bilingual
        package var place: Place

        package init(
            level: AreaLevel, duty: String, classes: [ClassPattern], isPermitted: Bool, name: Bilingual,
            reason: Bilingual, place: Place = Place("duties.csv")
        ) {
            self.level = level
            self.duty = duty
            self.classes = classes
            self.isPermitted = isPermitted
            self.name = name
            self.reason = reason
            self.place = place
        }
    }

    package enum Answer: Sendable, Hashable {
        /// `line` is nil where the level has no list.
        case permitted(line: Place?)
        case refused(line: Place, text: Bilingual)

        package var isPermitted: Bool {
            if case .permitted = self { true } else { false }
        }
    }

    /// In the order of the file.
    package let lines: [Line]
    private let classes: ClassDirectory
    private let byLevel: [AreaLevel: [Int]]

    package init(_ lines: [Line], classes: ClassDirectory) {
        self.lines = lines
        self.classes = classes
        byLevel = Dictionary(grouping: lines.indices) { lines[$0].level }
    }

    /// Whether somebody at a level may be given a case of a class. The line that speaks most exactly of the class counts.
    package func check(_ code: ClassCode, at level: AreaLevel) -> Answer {
        guard let candidates = byLevel[level] else { return .permitted(line: nil) }
        let requestClass = classes.class(code)
        var best: (index: Int, rank: Int)?
        for index in candidates {
            for pattern in lines[index].classes {
                let isMatch = requestClass.map { pattern.matches($0) } ?? (pattern == .any)
                if isMatch, pattern.rank > (best?.rank ?? -1) { best = (index, pattern.rank) }
            }
        }
        return answer(best?.index)
    }

    /// Whether a level may be asked for a duty by its key; a key without a line falls under the level's `*`.
    package func check(duty: String, at level: AreaLevel) -> Answer {
        guard let candidates = byLevel[level] else { return .permitted(line: nil) }
        let line =
            candidates.first { lines[$0].duty == duty } ?? candidates.first { lines[$0].classes.contains(.any) }
        return answer(line)
    }

    private func answer(_ index: Int?) -> Answer {
        guard let index else { return .permitted(line: nil) }
        let line = lines[index]
        return line.isPermitted ? .permitted(line: line.place) : .refused(line: line.place, text: line.reason)
    }
}

/// What makes shapes, grids or centres unusable; the sentence is for the person who made them.
public struct GeographyFault: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Kind: String, Sendable, Hashable {
        case tooFewPoints, notClosed, outOfRange, crossesAntimeridian, invalidTopology, empty, doubled
        case capacity, badParameter
    }

    public var kind: Kind
    public var message: String
    /// What to do about it.
    public var advice: String?
    /// The number of the area or centre concerned, as the caller gave it.
    public var id: Int?

    init(_ kind: Kind, _ message: String, advice: String? = nil, id: Int? = nil) {
        self.kind = kind
        self.message = message
        self.advice = advice
        self.id = id
    }

    func about(_ id: Int) -> GeographyFault {
        var copy = self
        copy.id = id
        return copy
    }

    public var description: String {
        let start = id.map { "area \($0): " } ?? ""
        return start + message + (advice.map { " – \($0)" } ?? "")
    }
}

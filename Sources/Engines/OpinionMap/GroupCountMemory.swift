/// Keeps the number of groups from flickering while votes come in: a new number is shown after it was best four updates in a row.
///
/// This is the one thing that depends on history; whoever uses it publishes it beside the map.
public struct GroupCountMemory: Sendable, Hashable, Codable {
    /// How often in a row a new number must be best.
    public static let patience = 4

    /// The number shown; nil before the first update.
    public private(set) var shown: Int?
    /// The best number of the last update and how often in a row it was best.
    public private(set) var candidate = 0
    public private(set) var run = 0

    public init() {}

    /// Takes the best number of an update.
    /// - Returns: the number to show.
    public mutating func settle(_ best: Int) -> Int {
        run = best == candidate ? run + 1 : 1
        candidate = best
        let next = shown.map { run >= GroupCountMemory.patience ? best : $0 } ?? best
        shown = next
        return next
    }
}

/// A statement that participants vote on.
public struct Statement: Sendable, Hashable {
    /// What the moderators decided.
    public enum Moderation: Int, Sendable, Hashable {
        /// Taken out: it has no place on the map and is never listed, its votes are kept.
        case out = -1
        /// Not looked at.
        case open = 0
        case accepted = 1
    }

    public let id: Int
    public var text: String?
    public var moderation: Moderation
    /// About the participants rather than the matter; routed first, off the map when the caller says so by `Moderation.out`.
    public var isMeta: Bool
    /// Written by the organisers.
    public var isSeed: Bool

    public init(id: Int, text: String? = nil, moderation: Moderation = .open, isMeta: Bool = false, isSeed: Bool = false) {
        self.id = id
        self.text = text
        self.moderation = moderation
        self.isMeta = isMeta
        self.isSeed = isSeed
    }
}

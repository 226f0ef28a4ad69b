/// What writer and reader of a block share. The bytes are described in `Documentation/formats/trajectories.md`.
public enum BlockFormat {
    /// The version that is written; a reader refuses others.
    public static let version: UInt8 = 1
    /// The most points that one block holds.
    public static let mostPoints = 65_535

    /// How finely positions are kept.
    public enum Precision: Sendable, Hashable {
        /// 1e-6°: 0.11 m of latitude. Everything comes back as it went in.
        case millionth
        /// 1e-5°: 1.1 m. Coordinates come back rounded to the nearest multiple of ten millionths, halves away from zero.
        case hundredThousandth
    }

    /// Time, latitude, longitude, speed, course, flags.
    static let columns = 6

    enum Mark {
        static let compressed: UInt8 = 1
        static let coarse: UInt8 = 2
        static let seconds: UInt8 = 4
        static let all: UInt8 = 7
    }

    /// A column is predicted from nothing, from the value before, or from the line through the two before.
    enum Order: UInt8 {
        case plain, delta, line
    }

    /// The mark in a column's first byte that a constant follows, which is added to each prediction.
    static let hasBase: UInt8 = 4
}

/// Why a block cannot be read.
public struct BrokenBlock: Error, Sendable, Hashable, CustomStringConvertible {
    /// The byte within the block where it was noticed.
    public var offset: Int
    public var reason: String

    public var description: String { "byte \(offset) of the block: \(reason)" }
}

/// How a segment store works; what is fixed for a folder is its number of shards.
public struct StoreSettings: Sendable {
    /// Parts with a thread of their own each; fixed when the folder is made.
    public var shards = 2
    /// A block is closed when it has so many points.
    public var blockPoints = 160
    /// A block is closed when its first point has waited so long: points are in memory in the open until then. Milliseconds.
    public var headAge: Int64 = 30 * 60_000
    /// A device gets a new key when its key is so old. Milliseconds, at most a day.
    public var epoch: Int64 = 86_400_000
    /// How long the first message of a group waits for others to share its way to the disk. Milliseconds.
    public var groupDelay = 5
    /// Points that may wait for the disk in one shard; more are refused as `busy`.
    public var mostWaiting = 200_000
    /// A file of blocks is closed, and its index written, beyond this many bytes.
    public var fileSize = 64 << 20
    /// When the day of the store begins, in milliseconds after midnight UTC: an hour in which few ride.
    public var dayStart: Int64 = 0
    public var precision = BlockFormat.Precision.millionth
    /// Of zstd.
    public var level: Int32 = 3

    public init() {}
}

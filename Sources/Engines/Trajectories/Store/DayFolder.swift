internal import Ground

/// The files of one day of arrival: dropped together, and with them the key of the day's tags.
final class DayFolder: Sendable {
    let day: UInt32
    let path: String
    let tagKey: TagKey
    let files: any FileSystem
    let closed = ClosedFiles()

    static func name(_ day: UInt32) -> String { CivilDate(daysSinceEpoch: Int(day)).description }

    /// The day of a folder's name, or nil where it is none.
    static func day(named name: String) -> UInt32? { CivilDate(name).flatMap { UInt32(exactly: $0.daysSinceEpoch) } }

    /// Opens or makes the folder of a day.
    init(_ day: UInt32, in days: String, files: any FileSystem) throws(TrackFault) {
        self.day = day
        self.files = files
        path = days + "/" + Self.name(day)
        if let bytes = try files.contents("tags.key", in: path) {
            guard bytes.count == 36, let key = TagKey(Array(bytes[..<32])), Self.sealed(Array(bytes[..<32])) == bytes else {
                throw .brokenFile(path + "/tags.key", byte: 0, reason: "this is no key of a day")
            }
            tagKey = key
        } else {
            try files.makeFolder(path)
            tagKey = TagKey()
            try files.write(Self.sealed(tagKey.bytes), to: "tags.key", in: path)
            try files.syncFolder(days)
        }
    }

    private static func sealed(_ key: [UInt8]) -> [UInt8] {
        var bytes = key
        bytes.append(little: RecordFile.checksum(key))
        return bytes
    }

    /// Destroys the key first, so that what a failure leaves of the folder belongs to nobody any more.
    static func destroy(_ path: String, files: any FileSystem) throws(TrackFault) {
        if try files.names(in: path).contains("tags.key") {
            let file = try files.open(path + "/tags.key", forWriting: true)
            try file.write([UInt8](repeating: 0, count: 36), at: 0)
            try file.sync()
        }
        try files.removeFolder(path)
    }

    // MARK: Names of files

    enum Kind: String {
        case blocks, batches, left
    }

    /// `blocks-1-000007.log`.
    func path(_ kind: Kind, shard: UInt16, number: UInt32, ending: String = "log") -> String {
        let digits = "\(number)"
        return "\(path)/\(kind.rawValue)-\(shard)-\(String(repeating: "0", count: max(0, 6 - digits.count)))\(digits).\(ending)"
    }

    /// The numbers of a shard's files of a kind and ending, ascending.
    func numbers(_ kind: Kind, shard: UInt16, ending: String = "log") throws(TrackFault) -> [UInt32] {
        let start = "\(kind.rawValue)-\(shard)-"
        return try files.names(in: path).compactMap { name in
            guard name.hasPrefix(start), name.hasSuffix("." + ending) else { return nil }
            return UInt32(name.dropFirst(start.count).dropLast(ending.count + 1))
        }.sorted()
    }
}

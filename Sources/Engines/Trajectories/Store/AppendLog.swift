internal import Ground

/// A file of records that only grows. What was torn off by a failure is cut away and reported when it is opened.
struct AppendLog {
    let file: any StoredFile
    let path: String
    private(set) var size: Int

    /// Opens or makes the file and visits its records.
    init(
        _ path: String, letters: String, extra: UInt32 = 0, files: any FileSystem, findings: inout [Diagnostic],
        _ visit: (RecordFile.Record) throws(TrackFault) -> Void = { _ in }
    ) throws(TrackFault) {
        self.path = path
        file = try files.open(path, forWriting: true)
        let head = RecordFile.head(letters, extra)
        let found = try file.read(RecordFile.headSize, at: 0)
        if found.count < RecordFile.headSize {
            // The file was made, and the power failed before its head was there.
            if !found.isEmpty { findings.append(Self.torn(path, at: 0, by: found.count)) }
            try file.cut(to: 0)
            try file.write(head, at: 0)
            try file.sync()
            size = RecordFile.headSize
            return
        }
        guard found == head else { throw .brokenFile(path, byte: 0, reason: "this is no file of the kind \(letters), version 1") }
        let whole = try file.size()
        size = try RecordFile.scan(file, visit)
        if size < whole {
            findings.append(Self.torn(path, at: size, by: whole - size))
            try file.cut(to: size)
            try file.sync()
        }
    }

    static func torn(_ path: String, at byte: Int, by count: Int) -> Diagnostic {
        Diagnostic(
            .warning, at: Place(path), "byte \(byte): the last \(count) bytes were half-written and are cut away",
            advice: "nothing acknowledged was among them")
    }

    /// Writes records; they are safe after `file.sync()`.
    mutating func append(_ records: [UInt8]) throws(TrackFault) {
        try file.write(records, at: size)
        size += records.count
    }
}

internal import Ground

/// A file of records that only grows. What was torn off by a failure is cut away and reported when it is opened.
struct AppendLog {
    let file: any StoredFile
    let path: String
    private(set) var size: Int
    private let ahead: Int
    /// Where the zeros behind the records end.
    private var end: Int

    /// Opens or makes the file and visits its records.
    /// - Parameter ahead: so many zeros are kept ready behind the records. What is written over them changes no length, so that the disk has one
    ///   way to go for it and not two.
    init(
        _ path: String, letters: String, extra: UInt32 = 0, ahead: Int = 0, files: any FileSystem, findings: inout [Diagnostic],
        _ visit: (RecordFile.Record) throws(TrackFault) -> Void = { _ in }
    ) throws(TrackFault) {
        (self.path, self.ahead) = (path, ahead)
        file = try files.open(path, forWriting: true)
        let head = RecordFile.head(letters, extra)
        let found = try file.read(RecordFile.headSize, at: 0)
        if found.count < RecordFile.headSize {
            // The file was made, and the power failed before its head was there.
            if !found.isEmpty { findings.append(Self.torn(path, at: 0, by: found.count)) }
            try file.cut(to: 0)
            try file.write(head, at: 0)
            try file.sync()
            (size, end) = (RecordFile.headSize, RecordFile.headSize)
            return
        }
        guard found == head else { throw .brokenFile(path, byte: 0, reason: "this is no file of the kind \(letters), version 1") }
        let whole = try file.size()
        size = try RecordFile.scan(file, visit)
        end = whole
        let isReady = ahead > 0 ? try Self.isZero(file, from: size, to: whole) : false
        if size < whole, !isReady {
            end = size
            findings.append(Self.torn(path, at: size, by: whole - size))
            try file.cut(to: size)
            try file.sync()
        }
    }

    private static func isZero(_ file: any StoredFile, from: Int, to: Int) throws(TrackFault) -> Bool {
        for start in stride(from: from, to: to, by: 1 << 16) {
            let bytes = try file.read(min(1 << 16, to - start), at: start)
            guard bytes.allSatisfy({ $0 == 0 }) else { return false }
        }
        return true
    }

    static func torn(_ path: String, at byte: Int, by count: Int) -> Diagnostic {
        Diagnostic(
            .warning, at: Place(path), "byte \(byte): the last \(count) bytes were half-written and are cut away",
            advice: "nothing acknowledged was among them")
    }

    /// Writes records; they are safe after `file.sync()`.
    mutating func append(_ records: [UInt8]) throws(TrackFault) {
        let next = size + records.count
        if ahead > 0, next > end {
            try file.write(records + [UInt8](repeating: 0, count: ahead), at: size)
            end = next + ahead
        } else {
            try file.write(records, at: size)
        }
        size = next
    }
}

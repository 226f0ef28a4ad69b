internal import GRDBSQLite

/// The system's files as SQLite uses them, except that a frame of the write-ahead log is written at once: SQLite writes the 24 bytes of
/// its head and then its page, two calls to the kernel for each changed page of every commit.
///
/// The head of a frame that is added to the log waits for its page, which SQLite gives in the very next call; any other use of the file
/// writes it out first. So nothing is held back but a part of what SQLite is writing, and what stands on the disk after a crash is what
/// it always was: whole frames, and at their end perhaps a broken one, which its checksum tells.
enum LogFrames {
    private static let headCount = 24
    private static let pageMost = 65_536

    /// Makes it the way in which databases are opened.
    /// - Returns: false where SQLite knows of no files.
    static func register() -> Bool {
        // A log of ours must begin as SQLite's does.
        guard let system = sqlite3_vfs_find(nil), MemoryLayout<LogFile>.offset(of: \.base) == 0 else { return false }
        let own = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
        own.initialize(to: system.pointee)
        own.pointee.zName = UnsafePointer(copied("log-frames"))
        own.pointee.pNext = nil
        own.pointee.szOsFile = Int32(MemoryLayout<LogFile>.stride) + system.pointee.szOsFile
        own.pointee.xOpen = { _, name, file, flags, outFlags in
            guard let system = LogFrames.system, let open = system.pointee.xOpen, let file else { return SQLITE_CANTOPEN }
            guard flags & SQLITE_OPEN_WAL != 0 else { return open(system, name, file, flags, outFlags) }
            return LogFrames.open(file) { open(system, name, $0, flags, outFlags) }
        }
        LogFrames.system = system
        return sqlite3_vfs_register(own, 1) == SQLITE_OK
    }

    /// Written once, before any file is opened.
    nonisolated(unsafe) private static var system: UnsafeMutablePointer<sqlite3_vfs>?

    private static func copied(_ text: StaticString) -> UnsafeMutablePointer<CChar> {
        let bytes = UnsafeMutablePointer<CChar>.allocate(capacity: text.utf8CodeUnitCount + 1)
        for index in 0..<text.utf8CodeUnitCount { bytes[index] = CChar(bitPattern: text.utf8Start[index]) }
        bytes[text.utf8CodeUnitCount] = 0
        return bytes
    }

    private static func open(
        _ file: UnsafeMutablePointer<sqlite3_file>, _ body: (UnsafeMutablePointer<sqlite3_file>) -> Int32
    ) -> Int32 {
        let memory = UnsafeMutableRawPointer(file)
        // The system's file stands behind ours in the memory that SQLite has given for both.
        let real = (memory + MemoryLayout<LogFile>.stride).bindMemory(to: sqlite3_file.self, capacity: 1)
        real.pointee.pMethods = nil
        let code = body(real)
        guard code == SQLITE_OK, real.pointee.pMethods != nil else {
            if real.pointee.pMethods != nil { _ = real.pointee.pMethods.pointee.xClose(real) }
            // SQLite closes whatever has methods.
            file.pointee.pMethods = nil
            return code
        }
        let own = memory.bindMemory(to: LogFile.self, capacity: 1)
        own.initialize(to: LogFile(real: real))
        own.pointee.base.pMethods = methods
        return code
    }

    /// A log under SQLite's hands; begins as `sqlite3_file` must.
    private struct LogFile {
        var base = sqlite3_file()
        let real: UnsafeMutablePointer<sqlite3_file>
        /// Room for a frame; its head, while that waits.
        let frame = UnsafeMutableRawPointer.allocate(byteCount: headCount + pageMost, alignment: 16)
        var hasHead = false
        /// Where the last write ended, a head that waits included.
        var end: Int64 = -1

        init(real: UnsafeMutablePointer<sqlite3_file>) { self.real = real }

        /// Writes the head that waits, for whatever comes that is not its page.
        mutating func settle() -> Int32 {
            guard hasHead else { return SQLITE_OK }
            hasHead = false
            return real.pointee.pMethods.pointee.xWrite(real, frame, Int32(headCount), end - Int64(headCount))
        }

        mutating func write(_ bytes: UnsafeRawPointer, _ count: Int, at offset: Int64) -> Int32 {
            let follows = offset == end
            if hasHead, follows, count > headCount, count <= pageMost {
                hasHead = false
                end += Int64(count)
                (frame + headCount).copyMemory(from: bytes, byteCount: count)
                return real.pointee.pMethods.pointee.xWrite(real, frame, Int32(headCount + count), offset - Int64(headCount))
            }
            let code = settle()
            guard code == SQLITE_OK else { return code }
            end = offset + Int64(count)
            // Only the head of a frame that is added has its page in the next call: those that are put right later stand alone.
            guard follows, count == headCount else {
                return real.pointee.pMethods.pointee.xWrite(real, bytes, Int32(count), offset)
            }
            frame.copyMemory(from: bytes, byteCount: count)
            hasHead = true
            return SQLITE_OK
        }
    }

    /// Settles what waits in a log, and lets the system do the rest.
    private static func after(
        _ file: UnsafeMutablePointer<sqlite3_file>?, _ body: (UnsafeMutablePointer<sqlite3_file>, sqlite3_io_methods) -> Int32
    ) -> Int32 {
        guard let own = own(file) else { return SQLITE_IOERR }
        let code = own.pointee.settle()
        return code == SQLITE_OK ? body(own.pointee.real, own.pointee.real.pointee.pMethods.pointee) : code
    }

    private static func own(_ file: UnsafeMutablePointer<sqlite3_file>?) -> UnsafeMutablePointer<LogFile>? {
        file.map { UnsafeMutableRawPointer($0).assumingMemoryBound(to: LogFile.self) }
    }

    /// Never freed nor written again.
    nonisolated(unsafe) private static let methods: UnsafePointer<sqlite3_io_methods> = {
        var calls = sqlite3_io_methods()
        // A log is neither shared memory nor mapped.
        calls.iVersion = 1
        calls.xClose = { file in
            guard let own = LogFrames.own(file) else { return SQLITE_IOERR }
            let settled = own.pointee.settle()
            let closed = own.pointee.real.pointee.pMethods.pointee.xClose(own.pointee.real)
            own.pointee.frame.deallocate()
            return settled == SQLITE_OK ? closed : settled
        }
        calls.xWrite = { file, bytes, count, offset in
            guard let own = LogFrames.own(file), let bytes else { return SQLITE_IOERR }
            return own.pointee.write(bytes, Int(count), at: offset)
        }
        calls.xRead = { file, bytes, count, offset in LogFrames.after(file) { $1.xRead($0, bytes, count, offset) } }
        calls.xTruncate = { file, size in LogFrames.after(file) { $1.xTruncate($0, size) } }
        calls.xSync = { file, flags in LogFrames.after(file) { $1.xSync($0, flags) } }
        calls.xFileSize = { file, size in LogFrames.after(file) { $1.xFileSize($0, size) } }
        calls.xLock = { file, level in LogFrames.after(file) { $1.xLock($0, level) } }
        calls.xUnlock = { file, level in LogFrames.after(file) { $1.xUnlock($0, level) } }
        calls.xCheckReservedLock = { file, result in LogFrames.after(file) { $1.xCheckReservedLock($0, result) } }
        calls.xFileControl = { file, question, answer in LogFrames.after(file) { $1.xFileControl($0, question, answer) } }
        // These two give no code.
        calls.xSectorSize = { file in
            LogFrames.own(file).map { $0.pointee.real.pointee.pMethods.pointee.xSectorSize($0.pointee.real) } ?? 0
        }
        calls.xDeviceCharacteristics = { file in
            LogFrames.own(file).map { $0.pointee.real.pointee.pMethods.pointee.xDeviceCharacteristics($0.pointee.real) } ?? 0
        }
        let kept = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
        kept.initialize(to: calls)
        return UnsafePointer(kept)
    }()
}

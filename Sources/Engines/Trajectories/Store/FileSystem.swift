/// What the store needs of a disk; small enough that a test can put a failing one in its place.
public protocol FileSystem: Sendable {
    /// Makes a folder and those above it; one that exists is left as it is.
    func makeFolder(_ path: String) throws(TrackFault)
    /// The names in a folder, sorted; none where there is no such folder.
    func names(in folder: String) throws(TrackFault) -> [String]
    /// Opens a file; one to be written is made where it is missing.
    func open(_ path: String, forWriting: Bool) throws(TrackFault) -> any StoredFile
    func rename(_ path: String, to other: String) throws(TrackFault)
    /// Removes a file; one that is missing is no fault.
    func remove(_ path: String) throws(TrackFault)
    func removeFolder(_ path: String) throws(TrackFault)
    /// Makes what was made, renamed or removed in a folder outlast a failure of power.
    func syncFolder(_ path: String) throws(TrackFault)
    /// Takes a lock that ends with the process; nil where another has it.
    func lock(_ path: String) throws(TrackFault) -> (any StoredFile)?
}

/// An open file; it is closed when nobody holds it any more.
public protocol StoredFile: AnyObject, Sendable {
    func size() throws(TrackFault) -> Int
    /// Writes all bytes at an offset.
    func write(_ bytes: [UInt8], at offset: Int) throws(TrackFault)
    /// As many bytes as there are, at most `count`.
    func read(_ count: Int, at offset: Int) throws(TrackFault) -> [UInt8]
    /// Returns when everything written is on the disk.
    func sync() throws(TrackFault)
    func cut(to size: Int) throws(TrackFault)
}

extension FileSystem {
    /// A whole small file, or nil where there is none.
    func contents(_ path: String, in folder: String) throws(TrackFault) -> [UInt8]? {
        guard try names(in: folder).contains(path) else { return nil }
        let file = try open(folder + "/" + path, forWriting: false)
        return try file.read(try file.size(), at: 0)
    }

    /// Writes a whole small file so that it is there entirely or not at all.
    func write(_ bytes: [UInt8], to path: String, in folder: String) throws(TrackFault) {
        let part = folder + "/" + path + ".part"
        let file = try open(part, forWriting: true)
        try file.cut(to: 0)
        try file.write(bytes, at: 0)
        try file.sync()
        try rename(part, to: folder + "/" + path)
        try syncFolder(folder)
    }
}

import Synchronization
import Trajectories

/// The disk, with a watch on how long the read log waits for it.
final class TimedFiles: FileSystem {
    private let disk = DiskFiles()
    private let spent = Mutex(0.0)

    /// Seconds waited for the read log since this was last asked.
    func takeSpent() -> Double {
        spent.withLock { spent in
            defer { spent = 0 }
            return spent
        }
    }

    fileprivate func add(_ seconds: Double) { spent.withLock { $0 += seconds } }

    func makeFolder(_ path: String) throws(TrackFault) { try disk.makeFolder(path) }
    func names(in folder: String) throws(TrackFault) -> [String] { try disk.names(in: folder) }
    func rename(_ path: String, to other: String) throws(TrackFault) { try disk.rename(path, to: other) }
    func remove(_ path: String) throws(TrackFault) { try disk.remove(path) }
    func removeFolder(_ path: String) throws(TrackFault) { try disk.removeFolder(path) }
    func syncFolder(_ path: String) throws(TrackFault) { try disk.syncFolder(path) }
    func lock(_ path: String) throws(TrackFault) -> (any StoredFile)? { try disk.lock(path) }

    func open(_ path: String, forWriting: Bool) throws(TrackFault) -> any StoredFile {
        let file = try disk.open(path, forWriting: forWriting)
        return path.hasSuffix("/reads.log") && forWriting ? TimedFile(file, self) : file
    }
}

private final class TimedFile: StoredFile {
    let file: any StoredFile
    let disk: TimedFiles

    init(_ file: any StoredFile, _ disk: TimedFiles) { (self.file, self.disk) = (file, disk) }

    func size() throws(TrackFault) -> Int { try file.size() }
    func write(_ bytes: [UInt8], at offset: Int) throws(TrackFault) { try file.write(bytes, at: offset) }
    func read(_ count: Int, at offset: Int) throws(TrackFault) -> [UInt8] { try file.read(count, at: offset) }
    func cut(to size: Int) throws(TrackFault) { try file.cut(to: size) }

    func sync() throws(TrackFault) {
        let start = ContinuousClock.now
        try file.sync()
        disk.add(Stretch.seconds(since: start))
    }
}

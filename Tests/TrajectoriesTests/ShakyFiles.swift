import Synchronization
import Trajectories

/// A disk that fails when a test says so, and that remembers what was done.
final class ShakyFiles: FileSystem {
    enum Act: Sendable, Hashable {
        case read(String), write(String), sync(String), open(String), rename(String), remove(String)

        var name: String {
            switch self {
            case .read(let name), .write(let name), .sync(let name), .open(let name), .rename(let name), .remove(let name): name
            }
        }
    }

    private struct State {
        var acts: [Act] = []
        var fails: @Sendable (Act) -> Bool = { _ in false }
    }

    private let disk = DiskFiles()
    private let state = Mutex(State())

    /// What was done since this was last asked.
    func takeActs() -> [Act] {
        state.withLock { state in
            defer { state.acts = [] }
            return state.acts
        }
    }

    func fail(_ fails: @escaping @Sendable (Act) -> Bool) { state.withLock { $0.fails = fails } }

    fileprivate func attempt(_ act: Act) throws(TrackFault) {
        let fails = state.withLock { state in
            state.acts.append(act)
            return state.fails(act)
        }
        if fails { throw .disk("shaken: \(act)") }
    }

    fileprivate static func name(_ path: String) -> String { String(path.split(separator: "/").last ?? "") }

    func makeFolder(_ path: String) throws(TrackFault) { try disk.makeFolder(path) }
    func names(in folder: String) throws(TrackFault) -> [String] { try disk.names(in: folder) }
    func removeFolder(_ path: String) throws(TrackFault) { try disk.removeFolder(path) }
    func syncFolder(_ path: String) throws(TrackFault) { try attempt(.sync(Self.name(path))); try disk.syncFolder(path) }
    func lock(_ path: String) throws(TrackFault) -> (any StoredFile)? { try disk.lock(path) }

    func open(_ path: String, forWriting: Bool) throws(TrackFault) -> any StoredFile {
        try attempt(.open(Self.name(path)))
        return ShakyFile(try disk.open(path, forWriting: forWriting), Self.name(path), self)
    }

    func rename(_ path: String, to other: String) throws(TrackFault) {
        try attempt(.rename(Self.name(other)))
        try disk.rename(path, to: other)
    }

    func remove(_ path: String) throws(TrackFault) {
        try attempt(.remove(Self.name(path)))
        try disk.remove(path)
    }
}

private final class ShakyFile: StoredFile {
    let file: any StoredFile
    let name: String
    let disk: ShakyFiles

    init(_ file: any StoredFile, _ name: String, _ disk: ShakyFiles) { (self.file, self.name, self.disk) = (file, name, disk) }

    func size() throws(TrackFault) -> Int { try file.size() }

    func write(_ bytes: [UInt8], at offset: Int) throws(TrackFault) {
        try disk.attempt(.write(name))
        try file.write(bytes, at: offset)
    }

    func read(_ count: Int, at offset: Int) throws(TrackFault) -> [UInt8] {
        try disk.attempt(.read(name))
        return try file.read(count, at: offset)
    }

    func sync() throws(TrackFault) {
        try disk.attempt(.sync(name))
        try file.sync()
    }

    func cut(to size: Int) throws(TrackFault) { try file.cut(to: size) }
}

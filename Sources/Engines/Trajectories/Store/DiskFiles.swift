#if canImport(Glibc)
    internal import Glibc
#endif

/// The disk of this machine.
public struct DiskFiles: FileSystem {
    public init() {}

    private static func fault(_ path: String) -> TrackFault { .disk("\(path): \(String(cString: strerror(errno)))") }

    public func makeFolder(_ path: String) throws(TrackFault) {
        if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
        guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex else { throw Self.fault(path) }
        try makeFolder(String(path[..<slash]))
        if mkdir(path, 0o700) != 0, errno != EEXIST { throw Self.fault(path) }
    }

    public func names(in folder: String) throws(TrackFault) -> [String] {
        guard let handle = opendir(folder) else {
            if errno == ENOENT { return [] }
            throw Self.fault(folder)
        }
        defer { closedir(handle) }
        var names: [String] = []
        while let entry = readdir(handle) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    public func open(_ path: String, forWriting: Bool) throws(TrackFault) -> any StoredFile {
        let descriptor = Glibc.open(path, (forWriting ? O_RDWR | O_CREAT : O_RDONLY) | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.fault(path) }
        return DiskFile(path, descriptor)
    }

    public func rename(_ path: String, to other: String) throws(TrackFault) {
        if Glibc.rename(path, other) != 0 { throw Self.fault(path) }
    }

    public func remove(_ path: String) throws(TrackFault) {
        if unlink(path) != 0, errno != ENOENT { throw Self.fault(path) }
    }

    public func removeFolder(_ path: String) throws(TrackFault) {
        for name in try names(in: path) { try remove(path + "/" + name) }
        if rmdir(path) != 0, errno != ENOENT { throw Self.fault(path) }
    }

    public func syncFolder(_ path: String) throws(TrackFault) {
        let descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.fault(path) }
        defer { close(descriptor) }
        if fsync(descriptor) != 0 { throw Self.fault(path) }
    }

    public func lock(_ path: String) throws(TrackFault) -> (any StoredFile)? {
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.fault(path) }
        let file = DiskFile(path, descriptor)
        // A process that is just being started from this one holds what this one held until it becomes itself.
        for _ in 0..<50 {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return file }
            guard errno == EWOULDBLOCK || errno == EINTR else { throw Self.fault(path) }
            usleep(10_000)
        }
        return nil
    }
}

/// One open file of the disk.
private final class DiskFile: StoredFile {
    private let path: String
    private let descriptor: Int32

    init(_ path: String, _ descriptor: Int32) { (self.path, self.descriptor) = (path, descriptor) }

    deinit { close(descriptor) }

    private var fault: TrackFault { .disk("\(path): \(String(cString: strerror(errno)))") }

    func size() throws(TrackFault) -> Int {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw fault }
        return Int(status.st_size)
    }

    func write(_ bytes: [UInt8], at offset: Int) throws(TrackFault) {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { memory in
                memory.baseAddress.map { pwrite(descriptor, $0 + done, bytes.count - done, off_t(offset + done)) } ?? 0
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw fault }
            done += count
        }
    }

    func read(_ count: Int, at offset: Int) throws(TrackFault) -> [UInt8] {
        guard count > 0 else { return [] }
        var isSound = true
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { memory, filled in
            filled = 0
            guard let start = memory.baseAddress else { return }
            while filled < count {
                let got = pread(descriptor, start + filled, count - filled, off_t(offset + filled))
                if got < 0, errno == EINTR { continue }
                if got < 0 { isSound = false }
                if got <= 0 { return }
                filled += got
            }
        }
        guard isSound else { throw fault }
        return bytes
    }

    func sync() throws(TrackFault) {
        if fdatasync(descriptor) != 0 { throw fault }
    }

    func cut(to size: Int) throws(TrackFault) {
        if ftruncate(descriptor, off_t(size)) != 0 { throw fault }
    }
}

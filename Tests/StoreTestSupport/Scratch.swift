internal import Foundation

/// Where tests keep what they throw away.
package enum Scratch {
    /// Memory where there is some, so that durable writes of hundreds of tests do not wait for a disk. What they promise is
    /// the same: it is processes that tests kill, not the machine.
    package static let root: String = {
        let memory = "/dev/shm/"
        let attributes = try? FileManager.default.attributesOfFileSystem(forPath: memory)
        let free = (attributes?[.systemFreeSize] as? NSNumber)?.int64Value ?? 0
        return free > 2 << 30 && FileManager.default.isWritableFile(atPath: memory) ? memory : NSTemporaryDirectory()
    }()

    private static let prefix = "concentric-test-"

    /// The folder of this process. Folders of processes that were killed are removed on the way.
    private static let own: String = {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? [] where name.hasPrefix(prefix) {
            guard let process = Int32(name.dropFirst(prefix.count)), kill(process, 0) != 0, errno == ESRCH else { continue }
            try? FileManager.default.removeItem(atPath: root + name)
        }
        atexit { rmdir(Scratch.own) }
        return "\(root)\(prefix)\(getpid())"
    }()

    /// A fresh folder, removed afterwards.
    package static func folder<T>(_ body: (String) async throws -> T) async throws -> T {
        let folder = "\(own)/\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try await body(folder)
    }
}

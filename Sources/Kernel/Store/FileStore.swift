internal import Crypto
internal import Foundation

/// Photos and attachments in a folder, each under the SHA-256 of its bytes: `ab/cd/abcd….`
///
/// A file is written under a temporary name, forced to the disk, renamed, and the folder forced too, before `put` returns: an
/// event that names it can then be written. The same bytes are kept once. What is read is checked against its name.
package struct FileStore: Sendable {
    /// Why a file was not kept or could not be read.
    package enum Failure: Error, Sendable, Equatable, CustomStringConvertible {
        /// More bytes than allowed.
        case tooLarge(most: Int)
        /// The bytes on the disk are not those that the name says.
        case damaged(hash: String)
        /// The operating system refused; `code` is its `errno`.
        case system(action: String, code: Int32)

        package var description: String {
            switch self {
            case .tooLarge(let most): "the file has more than \(most) bytes"
            case .damaged(let hash): "the stored file \(hash) is damaged"
            case .system(let action, let code): "could not \(action): \(String(cString: strerror(code)))"
            }
        }
    }

    private let folder: String
    private let most: Int
    private let threads = FileThreads()

    /// - Parameters:
    ///   - folder: made where it is missing.
    ///   - most: the most bytes of a file.
    package init(folder: String, most: Int = 32 << 20) throws {
        self.folder = folder
        self.most = most
        try FileManager.default.createDirectory(atPath: folder + "/incoming", withIntermediateDirectories: true)
    }

    /// Keeps a file.
    /// - Returns: its SHA-256 in hexadecimal digits.
    package func put(_ bytes: [UInt8]) async throws -> String {
        guard bytes.count <= most else { throw Failure.tooLarge(most: most) }
        return try await threads.run {
            let upload = try Upload(folder: folder)
            try upload.append(bytes)
            return try upload.finish()
        }
    }

    /// Keeps a file that arrives in parts; stops as soon as it is too large.
    package func put<Parts: AsyncSequence>(parts: Parts) async throws -> String where Parts.Element == [UInt8] {
        let upload = try await threads.run { try Upload(folder: folder) }
        var count = 0
        do {
            for try await part in parts {
                count += part.count
                guard count <= most else { throw Failure.tooLarge(most: most) }
                try await threads.run { try upload.append(part) }
            }
            return try await threads.run { try upload.finish() }
        } catch {
            await threads.run { upload.abandon() }
            throw error
        }
    }

    /// The bytes of a file; nil where there is none of that hash.
    package func get(_ hash: String) async throws -> [UInt8]? {
        guard let path = path(hash) else { return nil }
        return try await threads.run {
            guard FileManager.default.fileExists(atPath: path) else { return nil }
            guard let bytes = FileManager.default.contents(atPath: path) else {
                throw Failure.system(action: "read a stored file", code: errno)
            }
            guard Hexadecimal.text(SHA256.hash(data: bytes)) == hash else { throw Failure.damaged(hash: hash) }
            return Array(bytes)
        }
    }

    /// Whether there is a file of that hash.
    package func has(_ hash: String) -> Bool {
        guard let path = path(hash) else { return false }
        return access(path, R_OK) == 0
    }

    /// Removes what uploads left behind when the server was killed; call it before the first upload.
    package func sweepIncoming() throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: folder + "/incoming") {
            try FileManager.default.removeItem(atPath: folder + "/incoming/" + name)
        }
    }

    /// Nil where the text is no hash, so that nobody climbs out of the folder.
    private func path(_ hash: String) -> String? {
        guard hash.utf8.count == 64, hash.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) })
        else { return nil }
        return folder + "/" + Self.relativePath(hash)
    }

    fileprivate static func relativePath(_ hash: String) -> String {
        "\(hash.prefix(2))/\(hash.dropFirst(2).prefix(2))/\(hash)"
    }
}

/// Few threads that wait for the disk, so that the cooperative pool need not.
private struct FileThreads: Sendable {
    private let queue: OperationQueue

    init() {
        queue = OperationQueue()
        queue.name = "files"
        queue.maxConcurrentOperationCount = 4
    }

    func run<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            queue.addOperation { continuation.resume(with: Result { try body() }) }
        }
    }

    func run(_ body: @escaping @Sendable () -> Void) async {
        await withCheckedContinuation { continuation in
            queue.addOperation {
                body()
                continuation.resume()
            }
        }
    }
}

/// A file on its way in. Unchecked: its steps follow one another, each awaited before the next.
private final class Upload: @unchecked Sendable {
    private let folder: String
    private let temporary: String
    private var descriptor: Int32
    private var hash = SHA256()

    init(folder: String) throws {
        self.folder = folder
        temporary = folder + "/incoming/" + UUID().uuidString
        descriptor = open(temporary, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o640)
        if descriptor < 0 { throw FileStore.Failure.system(action: "begin a file", code: errno) }
    }

    func append(_ bytes: [UInt8]) throws {
        hash.update(data: bytes)
        try bytes.withUnsafeBytes { buffer in
            var rest = buffer[...]
            while !rest.isEmpty {
                let written = write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if written < 0 {
                    if errno == EINTR { continue }
                    throw failed("write a file")
                }
                rest = rest.dropFirst(written)
            }
        }
    }

    func finish() throws -> String {
        guard fsync(descriptor) == 0 else { throw failed("force a file to the disk") }
        close(descriptor)
        descriptor = -1
        let name = Hexadecimal.text(hash.finalize())
        let path = FileStore.relativePath(name)
        let parts = path.split(separator: "/")
        let first = folder + "/" + parts[0]
        let second = first + "/" + parts[1]
        for (made, parent) in [(first, folder), (second, first)] {
            if mkdir(made, 0o750) != 0, errno != EEXIST { throw failed("make a folder") }
            try force(parent)
        }
        guard rename(temporary, folder + "/" + path) == 0 else { throw failed("name a file") }
        try force(second)
        return name
    }

    func abandon() {
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
        unlink(temporary)
    }

    private func force(_ folder: String) throws {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failed("open a folder") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failed("force a folder to the disk") }
    }

    private func failed(_ action: String) -> FileStore.Failure {
        let code = errno
        abandon()
        return .system(action: action, code: code)
    }

    deinit { if descriptor >= 0 { abandon() } }
}

#if canImport(Glibc)
    internal import Glibc
#endif

/// Reading of whole files with errors that name the file.
public enum InputFile {
    /// The bytes of a file; gzip data is decompressed.
    /// - Parameter limit: the most bytes accepted, compressed or not.
    public static func read(_ path: String, limit: Int = 1 << 30) throws(RejectedInput) -> [UInt8] {
        guard let handle = fopen(path, "rb") else {
            throw RejectedInput("cannot be opened: \(String(cString: strerror(errno)))", at: Place(path))
        }
        defer { fclose(handle) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&chunk, 1, chunk.count, handle)
            if count == 0 { break }
            bytes.append(contentsOf: chunk[..<count])
            if bytes.count > limit { throw RejectedInput("is larger than \(limit) bytes", at: Place(path)) }
        }
        if ferror(handle) != 0 {
            throw RejectedInput("cannot be read: \(String(cString: strerror(errno)))", at: Place(path))
        }
        guard Gzip.isGzip(bytes) else { return bytes }
        do {
            return try Gzip.decompress(bytes, limit: limit)
        } catch {
            throw RejectedInput("\(error)", at: Place(path))
        }
    }

    /// The text of a file that must be UTF-8.
    public static func text(_ path: String, limit: Int = 1 << 30) throws(RejectedInput) -> String {
        let bytes = try read(path, limit: limit)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw RejectedInput("is not UTF-8 text", at: Place(path), advice: "save the file as UTF-8")
        }
        return text
    }
}

#if canImport(Glibc)
    internal import Glibc
#endif

/// Writing of whole files: all of it or nothing, with errors that name the file.
public enum OutputFile {
    /// Writes beside the file and puts the result in its place, so that a reader never meets half of it.
    ///
    /// What is no regular file (`/dev/stdout`, a pipe) is written straight.
    public static func write(_ bytes: [UInt8], to path: String) throws(RejectedInput) {
        var status = stat()
        let isOrdinary = stat(path, &status) != 0 || status.st_mode & S_IFMT == S_IFREG
        let target = isOrdinary ? "\(path).\(getpid()).part" : path
        do throws(RejectedInput) {
            try fill(target, bytes, named: path)
            if isOrdinary, rename(target, path) != 0 { throw refusal(path) }
        } catch {
            if isOrdinary { unlink(target) }
            throw error
        }
    }

    public static func write(_ text: String, to path: String) throws(RejectedInput) {
        try write(Array(text.utf8), to: path)
    }

    private static func fill(_ target: String, _ bytes: [UInt8], named path: String) throws(RejectedInput) {
        guard let handle = fopen(target, "wb") else { throw refusal(path) }
        let isWritten = bytes.isEmpty || fwrite(bytes, 1, bytes.count, handle) == bytes.count
        let written = isWritten ? nil : refusal(path)
        // A full disk may show only now.
        if fclose(handle) != 0 { throw written ?? refusal(path) }
        if let written { throw written }
    }

    private static func refusal(_ path: String) -> RejectedInput {
        RejectedInput("cannot be written: \(String(cString: strerror(errno)))", at: Place(path))
    }
}

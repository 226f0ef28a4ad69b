#if canImport(Glibc)
    internal import Glibc
#endif

/// Writing of whole files: all of it or nothing, with errors that name the file.
public enum OutputFile {
    /// Writes beside the file and puts the result in its place, so that a reader never meets half of it.
    ///
    /// What is no regular file (a pipe, a device) is written straight; so is what this process has open already under a name such as
    /// `/dev/stdout`, behind what stands there. A link stays, and what it leads to is written.
    public static func write(_ bytes: [UInt8], to path: String) throws(RejectedInput) {
        if let descriptor = descriptor(path) { return try fill(fdopen(dup(descriptor), "wb"), bytes, named: path) }
        let real = realpath(path, nil)
        defer { free(real) }
        let place = real.map { String(cString: $0) } ?? path
        var status = stat()
        let isOrdinary = stat(place, &status) != 0 || status.st_mode & S_IFMT == S_IFREG
        let target = isOrdinary ? "\(place).\(getpid()).part" : place
        do throws(RejectedInput) {
            try fill(fopen(target, "wb"), bytes, named: path)
            if isOrdinary, rename(target, place) != 0 { throw refusal(path) }
        } catch {
            if isOrdinary { unlink(target) }
            throw error
        }
    }

    public static func write(_ text: String, to path: String) throws(RejectedInput) {
        try write(Array(text.utf8), to: path)
    }

    /// Such names are links to whatever the descriptor leads to: nothing may take their place.
    private static func descriptor(_ path: String) -> Int32? {
        switch path {
        case "/dev/stdout": STDOUT_FILENO
        case "/dev/stderr": STDERR_FILENO
        default: ["/dev/fd/", "/proc/self/fd/"].lazy.filter { path.hasPrefix($0) }.compactMap { Int32(path.dropFirst($0.count)) }.first
        }
    }

    private static func fill(_ opened: UnsafeMutablePointer<FILE>?, _ bytes: [UInt8], named path: String) throws(RejectedInput) {
        guard let handle = opened else { throw refusal(path) }
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

#if canImport(Glibc)
    internal import Glibc
#endif

/// A file that is written bit by bit, so that a long one needs no memory; it bears its name when it is whole.
///
/// It is written beside the file and takes its place at the end, so that a reader never meets half of it. What is no regular file (a
/// pipe, a device) is written straight; so is what this process has open already under a name such as `/dev/stdout`, behind what stands
/// there. A link stays, and what it leads to is written.
public final class OutputDraft {
    private let path: String
    /// Where it is written until it is whole, and where it belongs; nil where it is written straight.
    private let move: (from: String, to: String)?
    private var handle: UnsafeMutablePointer<FILE>?
    /// What went wrong while writing, told at the end.
    private var fault: RejectedInput?

    public init(_ path: String) throws(RejectedInput) {
        self.path = path
        if let descriptor = Self.descriptor(path) {
            move = nil
            handle = fdopen(dup(descriptor), "wb")
        } else {
            let real = realpath(path, nil)
            defer { free(real) }
            let place = real.map { String(cString: $0) } ?? path
            var status = stat()
            let isOrdinary = stat(place, &status) != 0 || status.st_mode & S_IFMT == S_IFREG
            move = isOrdinary ? ("\(place).\(getpid()).part", place) : nil
            handle = fopen(move?.from ?? place, "wb")
        }
        if handle == nil { throw refusal() }
    }

    deinit {
        guard let handle else { return }
        fclose(handle)
        if let move { unlink(move.from) }
    }

    public func add(_ bytes: [UInt8]) {
        guard let handle, fault == nil, !bytes.isEmpty else { return }
        if fwrite(bytes, 1, bytes.count, handle) != bytes.count { fault = refusal() }
    }

    public func add(_ text: String) { add(Array(text.utf8)) }

    /// Gives the file its name; throws where anything of it could not be written, and leaves what stood there.
    public func close() throws(RejectedInput) {
        guard let handle else { return }
        self.handle = nil
        // A full disk may show only now.
        if fclose(handle) != 0, fault == nil { fault = refusal() }
        if fault == nil, let move, rename(move.from, move.to) != 0 { fault = refusal() }
        guard let fault else { return }
        if let move { unlink(move.from) }
        throw fault
    }

    /// Such names are links to whatever the descriptor leads to: nothing may take their place.
    private static func descriptor(_ path: String) -> Int32? {
        switch path {
        case "/dev/stdout": STDOUT_FILENO
        case "/dev/stderr": STDERR_FILENO
        default: ["/dev/fd/", "/proc/self/fd/"].lazy.filter { path.hasPrefix($0) }.compactMap { Int32(path.dropFirst($0.count)) }.first
        }
    }

    private func refusal() -> RejectedInput {
        RejectedInput("cannot be written: \(String(cString: strerror(errno)))", at: Place(path))
    }
}

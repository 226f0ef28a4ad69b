internal import Foundation
internal import Ground

/// A file that is written while a study runs, so that a long one needs no memory; it bears its name when it is whole.
final class RunFile {
    private let path: String
    private let draft: String
    private var handle: UnsafeMutablePointer<FILE>?
    /// What went wrong while writing, told at the end.
    private var fault: RejectedInput?

    init(_ path: String, header: String) throws(RejectedInput) {
        self.path = path
        // What is no regular file (a pipe, /dev/stdout) is written straight.
        var status = stat()
        let isOrdinary = stat(path, &status) != 0 || status.st_mode & S_IFMT == S_IFREG
        draft = isOrdinary ? "\(path).\(getpid()).part" : path
        guard let opened = fopen(draft, "wb") else { throw RunFile.refusal(path) }
        handle = opened
        add(header)
    }

    deinit {
        guard let handle else { return }
        fclose(handle)
        if draft != path { unlink(draft) }
    }

    func add(_ text: String) {
        guard let handle, fault == nil else { return }
        let bytes = Array(text.utf8)
        if fwrite(bytes, 1, bytes.count, handle) != bytes.count { fault = RunFile.refusal(path) }
    }

    /// Gives the file its name; throws where anything of it could not be written.
    func close() throws(RejectedInput) {
        guard let handle else { return }
        self.handle = nil
        // A full disk may show only now.
        if fclose(handle) != 0, fault == nil { fault = RunFile.refusal(path) }
        if fault == nil, draft != path, rename(draft, path) != 0 { fault = RunFile.refusal(path) }
        guard let fault else { return }
        if draft != path { unlink(draft) }
        throw fault
    }

    private static func refusal(_ path: String) -> RejectedInput {
        RejectedInput("cannot be written: \(String(cString: strerror(errno)))", at: Place(path))
    }
}

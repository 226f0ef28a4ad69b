/// Writing of whole files: all of it or nothing, with errors that name the file.
public enum OutputFile {
    /// Writes a file as ``OutputDraft`` does.
    public static func write(_ bytes: [UInt8], to path: String) throws(RejectedInput) {
        let draft = try OutputDraft(path)
        draft.add(bytes)
        try draft.close()
    }

    public static func write(_ text: String, to path: String) throws(RejectedInput) {
        try write(Array(text.utf8), to: path)
    }
}

/// A file that came with a form.
package struct UploadedFile: Sendable, Hashable {
    package var field: String
    package var name: String
    package var bytes: [UInt8]
}

/// Forms with files: multipart/form-data (RFC 7578).
package enum Multipart {
    package static let mostParts = 200

    /// The boundary in a content type, or nil where it is no such form.
    package static func boundary(ofContentType type: String) -> [UInt8]? {
        let parts = type.split(separator: ";")
        guard let kind = parts.first, kind.lowercased().filter({ $0 != " " }) == "multipart/form-data" else { return nil }
        for part in parts.dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2, pair[0].filter({ $0 != " " }).lowercased() == "boundary" else { continue }
            let value = pair[1].filter { $0 != "\"" && $0 != " " }
            return (1...70).contains(value.utf8.count) ? Array(value.utf8) : nil
        }
        return nil
    }

    /// The fields and files of a form, or nil where it is cut off or malformed.
    package static func read(_ bytes: [UInt8], boundary: [UInt8]) -> (fields: FormFields, files: [UploadedFile])? {
        let delimiter = Array("\r\n--".utf8) + boundary
        var fields = FormFields()
        var files: [UploadedFile] = []
        // The first delimiter has no line break before it.
        guard bytes.starts(with: delimiter.dropFirst(2)) else { return nil }
        var position = delimiter.count - 2
        for _ in 0..<mostParts {
            if bytes[position...].starts(with: "--".utf8) { return (fields, files) }
            guard bytes[position...].starts(with: "\r\n".utf8) else { return nil }
            position += 2
            guard let headEnd = find(Array("\r\n\r\n".utf8), in: bytes, from: position),
                let bodyEnd = find(delimiter, in: bytes, from: headEnd + 2)
            else { return nil }
            let bodyStart = min(headEnd + 4, bodyEnd)
            guard let disposition = disposition(bytes[position..<headEnd]), let name = disposition["name"] else { return nil }
            let body = Array(bytes[bodyStart..<bodyEnd])
            if let file = disposition["filename"] {
                if !(file.isEmpty && body.isEmpty) { files.append(UploadedFile(field: name, name: file, bytes: body)) }
            } else {
                fields.append(name, String(decoding: body, as: UTF8.self).replacing("\r\n", with: "\n"))
            }
            position = bodyEnd + delimiter.count
        }
        return nil
    }

    private static func find(_ needle: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        guard bytes.count >= needle.count, start >= 0 else { return nil }
        let first = needle[0]
        var index = start
        let last = bytes.count - needle.count
        while index <= last {
            if bytes[index] == first, bytes[index..<index + needle.count].elementsEqual(needle) { return index }
            index += 1
        }
        return nil
    }

    /// The parameters of the Content-Disposition header among a part's headers.
    private static func disposition(_ head: ArraySlice<UInt8>) -> [String: String]? {
        for line in String(decoding: head, as: UTF8.self).split(separator: "\r\n") {
            let pair = line.split(separator: ":", maxSplits: 1)
            guard pair.count == 2, pair[0].lowercased() == "content-disposition" else { continue }
            var parameters: [String: String] = [:]
            for part in pair[1].split(separator: ";").dropFirst() {
                let pair = part.split(separator: "=", maxSplits: 1)
                guard pair.count == 2 else { continue }
                let name = pair[0].filter { $0 != " " }.lowercased()
                let value = pair[1].drop { $0 == " " }
                parameters[name] = value.filter { $0 != "\"" }.replacing("%22", with: "\"")
            }
            return parameters
        }
        return nil
    }
}

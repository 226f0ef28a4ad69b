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
        guard bytes.count >= needle.count, start >= 0, let first = needle.first else { return nil }
        return bytes.withUnsafeBufferPointer { bytes in
            var index = start
            let last = bytes.count - needle.count
            while index <= last {
                if bytes[index] == first, bytes[index..<index + needle.count].elementsEqual(needle) { return index }
                index += 1
            }
            return nil
        }
    }

    /// The parameters of the Content-Disposition header among a part's headers.
    private static func disposition(_ head: ArraySlice<UInt8>) -> [String: String]? {
        for line in String(decoding: head, as: UTF8.self).split(separator: "\r\n") {
            let pair = line.split(separator: ":", maxSplits: 1)
            guard pair.count == 2, pair[0].lowercased() == "content-disposition" else { continue }
            let parameters = parameters(of: pair[1])
            return parameters
        }
        return nil
    }

    /// What stands behind the first semicolon: names with values, which may be quoted and hold semicolons then.
    private static func parameters(of header: Substring) -> [String: String] {
        var parameters: [String: String] = [:]
        var rest = header.drop { $0 != ";" }
        while rest.first == ";" {
            rest = rest.dropFirst().drop { $0 == " " }
            let name = rest.prefix { $0 != "=" && $0 != ";" }
            rest = rest.dropFirst(name.count)
            guard rest.first == "=" else { continue }
            rest = rest.dropFirst()
            var value = ""
            if rest.first == "\"" {
                value = quoted(&rest)
            } else {
                value = String(rest.prefix { $0 != ";" })
                rest = rest.dropFirst(value.count)
            }
            parameters[name.filter { $0 != " " }.lowercased()] = value.replacing("%22", with: "\"")
            rest = rest.drop { $0 != ";" }
        }
        return parameters
    }

    /// Browsers write a quote as %22; a backslash before a quote is understood as well.
    private static func quoted(_ rest: inout Substring) -> String {
        var value = ""
        rest = rest.dropFirst()
        while let character = rest.popFirst() {
            if character == "\"" { return value }
            let isEscape = character == "\\" && rest.first == "\""
            value.append(isEscape ? rest.removeFirst() : character)
        }
        return value
    }
}

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
        var header = HeaderReader(Array(type.utf8)[...])
        guard header.value() == "multipart/form-data" else { return nil }
        while let parameter = header.parameter() {
            guard parameter.name == "boundary" else { continue }
            return (1...70).contains(parameter.value.utf8.count) ? Array(parameter.value.utf8) : nil
        }
        return nil
    }

    /// The fields and files of a form, or nil where it is cut off or malformed.
    package static func read(_ bytes: [UInt8], boundary: [UInt8]) -> (fields: FormFields, files: [UploadedFile])? {
        let delimiter = Array("\r\n--".utf8) + boundary
        let blankLine = Array("\r\n\r\n".utf8)
        var fields = FormFields()
        var files: [UploadedFile] = []
        // The first delimiter has no line break before it.
        guard bytes.starts(with: delimiter.dropFirst(2)) else { return nil }
        var position = delimiter.count - 2
        for _ in 0..<mostParts {
            if bytes[position...].starts(with: "--".utf8) { return (fields, files) }
            guard bytes[position...].starts(with: "\r\n".utf8) else { return nil }
            position += 2
            guard let headEnd = find(blankLine, in: bytes, from: position),
                let bodyEnd = find(delimiter, in: bytes, from: headEnd + 2)
            else { return nil }
            let bodyStart = min(headEnd + 4, bodyEnd)
            guard let disposition = disposition(bytes[position..<headEnd]) else { return nil }
            let body = bytes[bodyStart..<bodyEnd]
            if let file = disposition.file {
                if !(file.isEmpty && body.isEmpty) {
                    files.append(UploadedFile(field: disposition.name, name: file, bytes: Array(body)))
                }
            } else {
                fields.append(disposition.name, text(body))
            }
            position = bodyEnd + delimiter.count
        }
        return nil
    }

    /// A field as text, its lines ended by one sign.
    private static func text(_ body: ArraySlice<UInt8>) -> String {
        guard body.contains(13) else { return String(decoding: body, as: UTF8.self) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(body.count)
        for byte in body {
            if byte == 10, bytes.last == 13 { bytes.removeLast() }
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Where a needle begins, at or after a place.
    private static func find(_ needle: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        guard let first = needle.first, start >= 0 else { return nil }
        return bytes.withUnsafeBufferPointer { bytes in
            var index = start
            while index <= bytes.count - needle.count {
                if bytes[index] == first {
                    var length = 1
                    while length < needle.count, bytes[index + length] == needle[length] { length += 1 }
                    if length == needle.count { return index }
                }
                index += 1
            }
            return nil
        }
    }

    /// The name and the file's name in the Content-Disposition header among a part's headers.
    private static func disposition(_ head: ArraySlice<UInt8>) -> (name: String, file: String?)? {
        var rest = head
        while !rest.isEmpty {
            let line = rest[..<(rest.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex)]
            rest = rest[line.endIndex...].dropFirst()
            guard isDisposition(line) else { continue }
            var header = HeaderReader(line.dropFirst(dispositionName.count + 1))
            header.skipValue()
            var found: (name: String?, file: String?)
            while let parameter = header.parameter() {
                // Browsers write a quote as %22.
                if parameter.name == "name" { found.name = parameter.value.replacingQuoteSigns }
                if parameter.name == "filename" { found.file = parameter.value.replacingQuoteSigns }
            }
            return found.name.map { ($0, found.file) }
        }
        return nil
    }

    private static let dispositionName = Array("content-disposition".utf8)

    private static func isDisposition(_ line: ArraySlice<UInt8>) -> Bool {
        let name = dispositionName
        guard line.count > name.count, line[line.startIndex + name.count] == UInt8(ascii: ":") else { return false }
        return name.indices.allSatisfy { line[line.startIndex + $0] | 0x20 == name[$0] }
    }
}

extension String {
    fileprivate var replacingQuoteSigns: String { utf8.contains(UInt8(ascii: "%")) ? replacing("%22", with: "\"") : self }
}

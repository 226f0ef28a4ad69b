internal import Trajectories

/// Names and values of a query or of a form (application/x-www-form-urlencoded), in their order.
package enum FormDecoding {
    /// At most that many pairs are read.
    package static let limit = 128

    package static func pairs(_ text: some Sequence<UInt8>) -> [(name: String, value: String)] {
        let bytes = Array(text)
        return bytes.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: true).prefix(limit).map { pair in
            guard let equals = pair.firstIndex(of: UInt8(ascii: "=")) else { return (plain(pair), "") }
            return (plain(pair[..<equals]), plain(pair[(equals + 1)...]))
        }
    }

    /// A plus is a blank, `%41` is A; a percent sign that starts nothing stands for itself. What is not UTF-8 becomes U+FFFD.
    private static func plain(_ bytes: ArraySlice<UInt8>) -> String {
        var result: [UInt8] = []
        var rest = bytes
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2, let code = Hexadecimal.bytes(String(decoding: rest.prefix(2), as: UTF8.self)), code.count == 1 {
                result.append(code[0])
                rest = rest.dropFirst(2)
            } else {
                result.append(byte == UInt8(ascii: "+") ? 0x20 : byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}

internal import Ground

/// Reads XML into elements.
enum XMLTree {
    static let deepest = 100
    static let mostElements = 1_000_000
    static let mostBytes = 64 << 20

    static func read(_ bytes: [UInt8], file: String) throws(RejectedInput) -> XMLElement {
        guard bytes.count <= mostBytes else { throw RejectedInput("is larger than \(mostBytes >> 20) MB", at: Place(file)) }
        do throws(XMLStream.Fault) {
            return try XMLStream.root(of: bytes, deepest: deepest, most: mostElements)
        } catch {
            throw RejectedInput(error.message, at: Place(file, line: error.line, column: error.column), advice: error.advice)
        }
    }
}

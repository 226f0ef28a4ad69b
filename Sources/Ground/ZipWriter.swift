/// Makes a ZIP archive; the same files give the same bytes, with the same date whenever they are made.
public struct ZipWriter: Sendable {
    private var body: [UInt8] = []
    private var directory: [UInt8] = []
    private var count = 0

    public init() {}

    /// Adds a file; names are paths with “/”, each once.
    /// - Precondition: the archive stays below 4 GB and 65,535 files.
    public mutating func add(_ name: String, _ content: [UInt8]) {
        let packed = Deflate.compress(content)
        let isSmaller = (packed?.count ?? content.count) < content.count
        let bytes = isSmaller ? packed ?? content : content
        precondition(body.count + bytes.count < 0xFFFF_0000 && count < 0xFFFE, "the archive is too large for the plain ZIP format")
        let path = Array(name.utf8)
        var shared: [UInt8] = []
        // Version 2.0, names in UTF-8, the method, and 1 January 1980.
        for word in [20, 0x0800, isSmaller ? 8 : 0, 0, 0x21] { ZipWriter.put(word, 2, into: &shared) }
        for word in [Int(Deflate.checkSum(content)), bytes.count, content.count] { ZipWriter.put(word, 4, into: &shared) }
        ZipWriter.put(path.count, 2, into: &shared)
        ZipWriter.put(0, 2, into: &shared)
        let start = body.count
        ZipWriter.put(0x0403_4B50, 4, into: &body)
        body += shared + path + bytes
        ZipWriter.put(0x0201_4B50, 4, into: &directory)
        ZipWriter.put(20, 2, into: &directory)
        directory += shared
        for width in [2, 2, 2, 4] { ZipWriter.put(0, width, into: &directory) }
        ZipWriter.put(start, 4, into: &directory)
        directory += path
        count += 1
    }

    /// The archive.
    public var bytes: [UInt8] {
        var result = body + directory
        ZipWriter.put(0x0605_4B50, 4, into: &result)
        for word in [0, 0, count, count] { ZipWriter.put(word, 2, into: &result) }
        ZipWriter.put(directory.count, 4, into: &result)
        ZipWriter.put(body.count, 4, into: &result)
        ZipWriter.put(0, 2, into: &result)
        return result
    }

    private static func put(_ value: Int, _ width: Int, into bytes: inout [UInt8]) {
        for index in 0..<width { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * index))) }
    }
}

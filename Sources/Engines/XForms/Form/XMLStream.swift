internal import CExpat

/// Reads an XML document by expat and builds its elements.
///
/// Strict on purpose: UTF-8 only and no document type, so that a document has no entities of its own, fetches nothing and grows by
/// nothing.
struct XMLStream {
    struct Fault: Error {
        var line: Int
        /// In bytes, from 1.
        var column: Int?
        var message: String
        var advice: String?
    }

    private let parser: XML_Parser
    private let bytes: UnsafeBufferPointer<UInt8>
    private let deepest: Int
    private let most: Int
    private var builder = XMLBuilder()
    private var depth = 0
    private var count = 0
    private var fault: Fault?
    /// How far lines have been counted: a place in the bytes, its line, and where that begins.
    private var counted = 0
    private var line = 1
    private var lineStart = 0

    /// The root of a document.
    /// - Parameters:
    ///   - bytes: at most 2 GB.
    ///   - deepest: how many elements may stand inside each other.
    ///   - most: how many elements there may be.
    static func root(of bytes: [UInt8], deepest: Int, most: Int) throws(Fault) -> XMLElement {
        let result = bytes.withUnsafeBufferPointer { buffer -> Result<XMLElement, Fault> in
            guard let parser = XML_ParserCreate("UTF-8") else { fatalError("there is no memory for reading XML") }
            defer { XML_ParserFree(parser) }
            var stream = XMLStream(parser: parser, bytes: buffer, deepest: deepest, most: most)
            return stream.read()
        }
        return try result.get()
    }

    private init(parser: XML_Parser, bytes: UnsafeBufferPointer<UInt8>, deepest: Int, most: Int) {
        (self.parser, self.bytes, self.deepest, self.most) = (parser, bytes, deepest, most)
    }

    private mutating func read() -> Result<XMLElement, Fault> {
        // Two bytes for each letter: the library would guess such an encoding and read it.
        if let index = bytes.firstIndex(of: 0) { return .failure(notText(index)) }
        let (parser, bytes) = (parser, bytes)
        let status = withUnsafeMutablePointer(to: &self) { stream in
            Self.listen(parser, stream)
            return XML_Parse(parser, UnsafeRawPointer(bytes.baseAddress)?.assumingMemoryBound(to: CChar.self), Int32(clamping: bytes.count), 1)
        }
        if let fault { return .failure(fault) }
        guard status == XML_STATUS_OK, let root = builder.root else { return .failure(libraryFault()) }
        return .success(root)
    }

    // MARK: What the library tells

    private static func listen(_ parser: XML_Parser, _ stream: UnsafeMutablePointer<XMLStream>) {
        XML_SetUserData(parser, stream)
        XML_SetElementHandler(
            parser,
            { stream, name, attributes in
                guard let name, let attributes else { return }
                XMLStream.at(stream)?.pointee.start(name, UnsafePointer(attributes))
            },
            { stream, _ in XMLStream.at(stream)?.pointee.end() })
        XML_SetCharacterDataHandler(parser) { stream, text, length in
            guard let text else { return }
            let bytes = UnsafeRawBufferPointer(start: text, count: Int(length))
            XMLStream.at(stream)?.pointee.text(bytes)
        }
        XML_SetXmlDeclHandler(parser) { stream, _, encoding, _ in
            guard let encoding else { return }
            XMLStream.at(stream)?.pointee.declared(String(cString: encoding))
        }
        XML_SetStartDoctypeDeclHandler(parser) { stream, _, _, _, _ in
            XMLStream.at(stream)?.pointee.refuse("a document type or entity is not accepted", "remove the line")
        }
    }

    private static func at(_ pointer: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<XMLStream>? {
        pointer?.assumingMemoryBound(to: XMLStream.self)
    }

    private mutating func start(_ name: UnsafePointer<CChar>, _ attributes: UnsafePointer<UnsafePointer<CChar>?>) {
        guard fault == nil else { return }
        (depth, count) = (depth + 1, count + 1)
        if depth > deepest { return refuse("elements stand more than \(deepest) deep inside each other") }
        if count > most { return refuse("has more than \(most) elements") }
        let index = countLines()
        builder.start(name, attributes, line: line, column: index - lineStart + 1)
    }

    private mutating func end() {
        guard fault == nil else { return }
        depth -= 1
        builder.end()
    }

    private mutating func text(_ bytes: UnsafeRawBufferPointer) {
        if fault == nil { builder.text(bytes) }
    }

    private mutating func declared(_ encoding: String) {
        guard !["utf-8", "us-ascii"].contains(encoding.lowercased()) else { return }
        refuse("another encoding than UTF-8 is declared", Self.asUTF8)
    }

    private mutating func refuse(_ message: String, _ advice: String? = nil) {
        guard fault == nil else { return }
        countLines()
        fault = Fault(line: line, message: message, advice: advice)
        _ = XML_StopParser(parser, 0)
    }

    /// Counts the lines up to where the library is: it tells the byte for nothing, but the line only after looking at each sign anew.
    @discardableResult private mutating func countLines() -> Int {
        let index = max(counted, min(Int(XML_GetCurrentByteIndex(parser)), bytes.count))
        for at in counted..<index where bytes[at] == 10 {
            line += 1
            lineStart = at + 1
        }
        counted = index
        return index
    }

    // MARK: Faults

    private static let asUTF8 = "save the file as UTF-8"

    private func notText(_ index: Int) -> Fault {
        Fault(line: bytes[..<index].reduce(1) { $1 == 10 ? $0 + 1 : $0 }, message: "is not UTF-8 text", advice: Self.asUTF8)
    }

    private mutating func libraryFault() -> Fault {
        let code = XML_GetErrorCode(parser)
        let index = countLines()
        let byte = bytes.indices.contains(index) ? bytes[index] : nil
        if code == XML_ERROR_PARTIAL_CHAR || (code == XML_ERROR_INVALID_TOKEN && (byte ?? 0) >= 0x80 && !isText(at: index)) {
            return notText(index)
        }
        var (message, advice) = words(code)
        if code == XML_ERROR_INVALID_TOKEN, let byte { (message, advice) = Self.misplaced(byte, after: index > 0 ? bytes[index - 1] : 0) }
        return Fault(line: line, column: index - lineStart + 1, message: message, advice: advice)
    }

    /// Whether a character of UTF-8 begins here.
    private func isText(at index: Int) -> Bool {
        (2...4).contains { index + $0 <= bytes.count && String(validating: bytes[index..<(index + $0)], as: UTF8.self) != nil }
    }

    /// What the library's code means.
    private func words(_ code: XML_Error) -> (message: String, advice: String?) {
        switch code {
        case XML_ERROR_NO_ELEMENTS where count == 0: ("is empty or no XML document", "give it an XForm")
        case XML_ERROR_NO_ELEMENTS: ("the document ends before all its elements are closed", nil)
        case XML_ERROR_SYNTAX: ("is no XML document, or text stands outside of its root", nil)
        case XML_ERROR_UNCLOSED_TOKEN: ("a tag, comment or quotation mark is opened and the document ends before it is closed", nil)
        case XML_ERROR_UNCLOSED_CDATA_SECTION: ("a CDATA section is not closed", nil)
        case XML_ERROR_TAG_MISMATCH: ("an element is not closed, or another one is closed", nil)
        case XML_ERROR_DUPLICATE_ATTRIBUTE: ("an attribute is given twice", nil)
        case XML_ERROR_JUNK_AFTER_DOC_ELEMENT: ("something stands after the end of the document", nil)
        case XML_ERROR_UNDEFINED_ENTITY: ("an entity is not known", "write & in a text as &amp;")
        case XML_ERROR_BAD_CHAR_REF: ("a reference means no character of XML", nil)
        case XML_ERROR_MISPLACED_XML_PI: ("<?xml … ?> does not stand at the very beginning", nil)
        default: ("is not well-formed XML (\(XML_ErrorString(code).map { String(cString: $0) } ?? "code \(code.rawValue)"))", nil)
        }
    }

    /// What the library has no more to say about than that a character stands where it must not.
    private static func misplaced(_ byte: UInt8, after: UInt8) -> (message: String, advice: String?) {
        switch (byte, after) {
        case (..<32, _) where ![9, 10, 13].contains(byte): ("a control character is not allowed in XML", nil)
        case (_, UInt8(ascii: "<")): ("a name is missing after “<”", "write < in a text as &lt;")
        case (_, UInt8(ascii: "&")): ("“&” begins no reference", "write & in a text as &amp;")
        case (32..<127, _): ("“\(Character(Unicode.Scalar(byte)))” is not allowed here", "look for a missing quotation mark, “=” or space before it")
        default: ("a character is not allowed here", nil)
        }
    }
}
